/**
 * What people say when they are helped or let down, as plain phrases: lower case, no apostrophes. The longest phrase
 * at a place wins, so "thanks for nothing" is not thanks.
 */
export const CUE_PHRASES = {
  thanks: 'thanks|thank you|thankyou|thank u|thx|thnx|tnx|thks|tysm|cheers',
  thanksMuch:
    'thank you so much|thanks so much|thank you very much|thanks very much|thanks much|thanks a million|thank you so very much|thanks ever so much|appreciate|appreciate it|i appreciate|i appreciate it|really appreciate|much appreciated|appreciated|many thanks|so grateful|grateful|thanks for all|thank you for all|thank you again|thanks again|help i appreciate',
  mockThanks:
    'thanks for nothing|thank you for nothing|no thanks to|thanks for the lack of|thanks for ruining|thanks for wasting|great job ruining|well done for ruining|thanks for not',
  delight:
    'perfect|perfectly|excellent|amazing|awesome|wonderful|fantastic|brilliant|superb|love it|love you|love this|loved it|lovely|you rock|lifesaver|legend|outstanding|incredible|fabulous|terrific|delighted|very helpful|so helpful|super helpful|really helpful|extremely helpful|great job|great help|great work|great service|great customer service|excellent service|amazing service|exactly what i|very happy|so happy|very pleased|youre the best|you are the best|you guys are the best|absolutely perfect|so much help|sounds perfect|is perfect|thats perfect|that is perfect|works perfectly|works perfect|just perfect|was perfect|youve been very|been very helpful|been so helpful|been a great|been a big help|been great',
  praise:
    'great|well done|good job|nice job|nice work|helpful|impressed|good service|good to know|sounds good|sounds great|sounds nice|sounds interesting|thats great|thats good|thats nice|thats cool|is good|is great|is nice|looks good|looks great|cool|nice|happy with|happy|pleased|glad|i like that|i like it|like this one|suits me|suits me well|that suits|works for me|works well|good choice|good one|sounds fine|is fine with me|sounds lovely|sounds like a|ideal|good to me|great to me|fine to me|thats fantastic|good deal|i see|good to go|good thanks',
  accept:
    'fine|thats fine|that is fine|thats ok|thats okay|that will do|that will work|that would work|would be fine|works|lets do|lets go with|go with|go for|ill take|i will take|ill have|one is okay|is okay|is ok|i guess|alright then|would be great|would be good|would be nice|would be perfect|that would be great|would be wonderful|would be awesome|be great|be perfect|be good',
  solved:
    'it works|that works|works now|it is working|its working|working now|works again|working again|works great|works perfectly|works fine now|that worked|it worked|worked perfectly|fixed|sorted|resolved|solved|all good now|all good|all set|all sorted|got it working|that did it|did the trick|figured it out|found it|makes sense|got it|received it|arrived today|back up|up and running|no longer an issue|good to go',
  unsolved:
    'still not|still doesnt|still cant|still isnt|still wont|still no|still having|still waiting|still broken|still down|still the same|still nothing|still getting|still havent|still hasnt|still unable|not working|doesnt work|isnt working|didnt work|does not work|did not work|wont work|not work|stopped working|no longer works|not resolved|not fixed|unresolved|isnt fixed|wasnt fixed|same problem|same issue|same error|no luck|didnt help|doesnt help|did not help|not helpful|unhelpful|no help|no change|no difference|keeps happening|happened again|happening again|not solved|didnt fix|doesnt fix|has not been|hasnt been|never arrived|never came|never received|not received|havent received|didnt receive|never got|no solution|that is not what i|thats not what i|not what i asked|doesnt answer|didnt answer|wrong again|isnt right|not right|incorrect|thats wrong|that is wrong|not correct|didnt ask for',
  anger:
    'worst|terrible|horrible|awful|disgusting|disgusted|ridiculous|unacceptable|useless|pathetic|a joke|such a joke|rubbish|garbage|trash|scam|scammers|fraud|rip off|ripoff|shameful|disgrace|disgraceful|disappointed|disappointing|so disappointing|frustrated|frustrating|annoyed|annoying|angry|furious|pissed|fed up|sick of|tired of|waste of|wasted|wasting my|poor service|bad service|terrible service|poor customer service|bad customer service|appalling|atrocious|outrageous|absurd|insane|incompetent|clueless|liars|lied|lying|lies|sucks|suck|wtf|ffs|fuck|fucking|fuckin|fucked|shit|shitty|crap|crappy|bullshit|bs|damn|hell|stupid|idiots|idiot|dumb|hate|unhappy|upset|shocking|shambles|nightmare|joke of a|not good enough|not happy|not impressed|not acceptable|not okay|not ok|really bad|so bad|how dare|what a joke|get your act together|do better|do your job|unprofessional|rude|ignorant|not satisfied|dissatisfied',
  helpAgain:
    'anyone there|any update|any updates|any news|are you there|hello anyone|is anyone|anybody there|no response|no reply|no answer|nobody|no one|havent heard|not heard back|never heard back|heard nothing|ignored|ignoring|ignore me|following up|follow up on|chasing|already told|i said|as i said|like i said|i already|already tried|already did|already done|already sent|already dmd|already asked|asked already|asked you|told you|third time|second time|3rd time|2nd time|times now|once again|yet again|again and again|over and over|how many times|respond to|reply to my|answer my|answer me|respond please|please respond|please reply|please answer|waiting for a reply|waiting for a response|waiting for an answer|waiting on a reply|waiting on a response|did you get|did you see|hello hello|still there|you there|waiting on you|get back to me|got back to me|getting back to me|have asked|asked before|asked twice|keep asking|keeps asking',
  help: 'help me|please help|any help|need help|need some help|i need help|can someone|can anyone|can you help|can you help me|could you help|could you help me|help please|help pls|need assistance|assist me|help us|someone help|anyone help|need your help|help me out',
  waiting:
    'been waiting|waited|waiting for|waiting since|on hold|for hours|for days|for weeks|for months|hours now|days now|weeks now|months now|hours ago|days ago|weeks ago|months ago|forever|taking so long|takes so long|so long|how long|how much longer|ages|all day|all week|delayed|late|overdue|no eta|too long|last week|last month',
  person:
    'speak to someone|speak with someone|talk to someone|talk with someone|speak to a|speak with a|talk to a|talk with a|real person|actual person|real human|actual human|a human|human being|live agent|live person|live chat|representative|someone call me|call me|call me back|contact number|phone number|number to call|number i can call|someone contact me|contact me|get in touch with me|in person',
  escalation:
    'supervisor|a manager|your manager|the manager|manager|escalate|escalated|escalating|escalation|file a complaint|complaint|complaints|complain|formal complaint|make a complaint|lawyer|legal action|attorney|sue you|suing|small claims|ombudsman|trading standards|report you|reporting you|consumer protection|dispute the charge|chargeback|ceo|better business bureau|media|go public',
  leaving:
    'cancel my|cancelling|canceling|cancelled my|want to cancel|switching to|switch to|leaving you|im leaving|moving to another|take my business|taking my business|going elsewhere|go elsewhere|close my account|closing my account|delete my account|never again|never using|never use|never buy|never buying|never fly|never flying|never shop|never order|last time i|done with|goodbye forever|lost a customer|losing a customer|loyal customer|want a refund|my money back|money back',
  closing:
    'thats all|that is all|thats it|that is it|nothing else|have a good|have a nice|have a great|see you|take care|thats all i need|that will be all|that would be all|thatll be all|that was all',
  bye: 'bye|goodbye|good bye|bye bye|talk to you later|see you later',
  plea: 'please|pls|plz|kindly',
  confused:
    'dont understand|do not understand|confused|confusing|what do you mean|makes no sense|doesnt make sense|make any sense|unclear|not sure what|not clear|dont get it|huh|what does that mean|im lost|dont know how|no idea how',
  urgent:
    'urgent|urgently|asap|immediately|right away|emergency|as soon as possible|right now|desperate|desperately',
  easy: 'easy|quick response|quick reply|fast response|prompt|promptly|so quick|very quick|that was quick|that was fast|quickly|speedy|in no time|straight away|simple enough',
  doubt:
    'not sure if|dont think|doubt|hopefully|i hope|fingers crossed|lets see|will see|will try|will check|ill try|ill check|let me try|let me check|trying now|give it a try',
  apology: 'sorry|apologise|apologize|apologies|apology|apologizes|our bad|my mistake|forgive',
  cannot:
    'unfortunately|im afraid|were afraid|i am afraid|we are afraid|unable to|cannot|cant|not possible|isnt possible|not available|isnt available|unavailable|not able to|arent able|no way to|not support|doesnt support|not supported|dont support|dont have|do not have|dont offer|do not offer|could not find|couldnt find|no results|didnt find|did not find|no longer available|failed|not currently|havent found|there are no|there is no|there are none|nothing matches|didnt go through|did not go through|unsuccessful|not permitted|sold out|fully booked',
  handover:
    'dm us|send us a dm|send a dm|dm me|direct message|private message|via dm|by dm|a dm|through dm|in dm|pm us|pm me|email us|send us an email|send an email|contact us|call us|give us a call|fill out|fill in|reach out to|contact your|contact the|submit a|open a ticket|get in touch|follow this link|message us|chat with us|contact our|speak to our|support team|local store|visit',
  agentSolved:
    'has been refunded|have refunded|been refunded|refunded|has been sent|has been updated|has been fixed|have fixed|have sorted|is now fixed|should now|should be working|now working|now available|now be able|have updated|have processed|processed|has been processed|all set|done|youre all set|good to hear|great to hear|glad to hear|happy to hear|glad we could|glad you|glad i could|glad that|youre welcome|you are welcome|your welcome|welcome|no problem|no worries|anytime|my pleasure|happy to help|pleasure|success|successful|successfully|confirmed|is booked|been booked|have booked|booked|reservation is|reference number|have a great|have a nice|have a good|enjoy',
  anythingElse:
    'anything else|something else|what else|any other questions|further assistance|further questions|other questions|need anything|help with anything|assist you with anything|more questions',
  affirm:
    'yes|yep|yup|sure|exactly|absolutely|definitely|of course|please do|go ahead|you got it|you got it right|thats right|that is right|thats correct|that is correct|is correct|is right|yes please',
  okay: 'ok|okay|yeah|alright|fine then',
  softNo:
    'nope|not really|no thats all|no thats it|no that is all|no that will be all|no thank you|no thanks|nothing else|nothing more|nothing thanks|not at this time|not right now|not at the moment|not now|no more|no im good|no i am good|im good|no thatll be all|no thats everything|not necessary|thats not necessary|that is not necessary|that wont be necessary|that will not be necessary|no need for that',
  noNeed:
    'dont need|doesnt need|do not need|does not need|no need|doesnt matter|does not matter|no preference|not particular|any is fine|dont mind|doesnt have to|dont have a preference|do not have a preference',
  refuse:
    'no|nah|negative|dont want|do not want|rather not|not interested|dont like|do not like|not that one|never mind|nevermind|forget it|forget about it|not appeal|doesnt appeal|not for me|wont work|doesnt work for me|not work for me|wouldnt work|too expensive|too early|too late|too far|too much|dont think so|i dont think so|do not think so|id rather not',
  indifferent:
    'dont care|do not care|dont really care|do not really care|doesnt matter to me|whatever|either is fine|i have no',
  again:
    'again|try again|check again|search again|look again|recheck|double check|please try|please check|try|trying|are you sure|you sure|really sure|sure about that|you certain|once more',
  more: 'more options|more choices|any others|other options|other choices|what else|is there anything|anything else available|is there another|are there any other|any other|find another|find some other|find me another|someone else|somewhere else|something else|keep looking|search for more|show me more|anything different|no others|something different',
  insist:
    'i told you|already told|i already|really need|do need|i asked for|i asked|i meant|i mean|let me clarify|to clarify|instead of|should be|supposed to|just told|just said|need it to|must be|has to be|only need|please make sure|i dont care|do you have any',
  correction:
    'thats not|thats not right|not right|isnt right|wrong|thats wrong|incorrect|not correct|not what i|not what i asked|not what i said|no i want|no i just|no i need|no i said|no i would|no id|no its|no it is|no make|no change|because i|changed my mind|change my mind|sorry but|sorry i|i made a mistake|made a mistake|not that|not on|i said',
  regret:
    'too bad|thats too bad|that is too bad|what a pity|pity|thats a shame|a shame|bummer|thats unfortunate|unfortunate|darn|thats sad|that is sad|sad|oh no|oh well|guess ill|guess i will',
  intense:
    'very much|so much|very|really|so|extremely|absolutely|totally|super|a lot|all your help|all of your help',
  alternative:
    'instead|another|another one|other|different|what about|how about|change it|change that|change the|rather|wait|or maybe|if not|what if|could we try|can we try|lets try',
  confirmAsk:
    'is that right|is that correct|is this correct|is this right|is that ok|is that okay|is this ok|is this okay|correct|confirm|please confirm|to confirm|shall i|should i|would you like me to|do you want me to|want me to|does that work|does that sound|sound good|is that all right|is everything correct|did i get',
  offer:
    'how about|what about|i found|i have found|ive found|there is|there are|i have|i recommend|would you like|you might|suggest|are you interested|interested in|do you want|you can try|you could try|try this|may i recommend|could you try|please try',
} as const satisfies Record<string, string>;

export type Cue = keyof typeof CUE_PHRASES;
export const CUES = Object.keys(CUE_PHRASES) as Cue[];

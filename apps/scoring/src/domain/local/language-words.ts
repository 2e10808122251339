/** Frequent words per language. English comes first: it is the one that the scorer knows. */
const FREQUENT: Readonly<Record<string, string>> = {
  en: 'the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like no just him know take into your good some could them see other than then now look only come its over think also back after use how our work well way even new want because any these give most us is are was were been has had did does am im ive dont cant thanks thank please hi hello yes ok okay why where still need help too very much more off here got yeah sure lol u ur wont isnt doesnt didnt thats whats lets guys sorry great working days day week hey again every really since being same never always',
  es: 'el la los las de que y en un una por con para es no se lo como mas pero su sus le ya o este si porque esta entre cuando muy sin sobre me hay donde quien desde todo nos durante uno ni contra otros ese eso mi tengo hola gracias estoy puedo favor qué cómo ustedes mucho desde hace hacer',
  pt: 'o os as de que e em um uma por com para é não se como mais mas seu sua já ou quando muito nos eu também só pelo pela até isso ela ele entre depois sem mesmo aos meu minha você vocês obrigado obrigada olá estou foi ao da do na no está',
  fr: 'le la les de des du et en un une que qui dans pour pas sur avec au aux ce cette il elle je tu vous nous ne est sont mais ou où plus par mon ma mes votre vos bonjour merci suis avez très fait être avoir depuis comment pourquoi toujours rien ça',
  de: 'der die das und in zu den ist von mit dem des ein eine einen nicht für auf sich auch es an als wie ich sie er wir ihr mir mich euch kann habe hat war bei aus nach noch nur wenn aber oder schon mein meine danke hallo bitte warum immer seit keine',
  it: 'il lo la gli di che e un una per con non sono si come più ma suo ho mi è del della nel alla anche perché questo questa io voi grazie ciao buongiorno vostro mio quando dove ancora solo fare',
  nl: 'de het een en van ik te dat die in is niet zijn op aan met als voor er maar om hem dan zou of wat mijn dit zo door over bij ook tot je jullie hebben heeft kan geen naar wel nog waarom dank bedankt hallo graag',
  id: 'yang dan di ini itu dengan untuk tidak saya anda kami dari ke ada sudah bisa akan juga tapi kenapa apa mau min kak tolong terima kasih gak ga nya udah belum lagi aja dong sih',
  tr: 've bir bu da de için çok ne mi mı ama ben sen biz siz var yok daha gibi kadar değil merhaba teşekkürler neden nasıl',
};

export const LANGUAGES = Object.keys(FREQUENT).length;
/** English first. */
export const LANGUAGE_WORDS = Object.values(FREQUENT).map((words) => new Set(words.split(' ')));

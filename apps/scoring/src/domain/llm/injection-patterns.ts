/**
 * Signs that a text speaks to the judge and not to the other person. A hit costs one call (the day is judged alone), a
 * miss can cost the neighbours' scores: so these are generous. Matched on lower-case text with look-alikes folded.
 */
const NUMBER_OF = String.raw`\d{1,3}(?:\.\d)?\s{0,2}(?:\/|out of|von|sur|de)\s{0,2}\d{1,3}`;
const VERDICT = String.raw`(?:score|rating|mark|grade|csat|satisfaction|points|stars)`;
const TOP = String.raw`(?:maximum|max|highest|top|perfect|full|best|excellent|positive|minimum|lowest)`;

export const INJECTION_PATTERNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'override',
    /\b(?:ignore|disregard|forget|override|bypass|overrule|neglect)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|the|these|those|your|system|every|my)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines?|directions|commands?|rubrics?|constraints?|above)\b/,
  ],
  [
    'override',
    /\b(?:ignore|disregard|forget)\s+(?:the\s+|all\s+|everything\s+)?(?:above|previous|prior|rules|instructions)\b/,
  ],
  [
    'override',
    /\bnew (?:system )?(?:instructions?|prompt|rules):|\bsystem prompt\b|\b(?:developer|god) mode\b|\bjailbreak|\bdo anything now\b/,
  ],
  [
    'role',
    /\byou are (?:now|no longer) (?:an?|in|the)\b|\bfrom now on,? you (?:are|must|will)\b|\bpretend (?:to be|you are|that you)\b/,
  ],
  [
    'score',
    new RegExp(String.raw`\b(?:give|assign|award|rate|grade|score)\b[^.?!]{0,60}?\b${NUMBER_OF}\b(?![/-])`),
  ],
  [
    'score',
    new RegExp(
      String.raw`\b(?:give|assign|award|set|output|return)\b[^.?!]{0,60}?\b${TOP}\b.{0,20}\b${VERDICT}`,
    ),
  ],
  [
    'score',
    new RegExp(
      String.raw`\b(?:${VERDICT}|rate)\b\s{0,3}(?:=|:|of|to|as|this|it|must be|should be)?\s{0,3}["']?\d+\b(?!\s?%|\.\d|\s?(?:days?|weeks?|months?|hours?|minutes?|years?|times?))`,
    ),
  ],
  ['score', new RegExp(String.raw`\b${VERDICT}\b.{0,30}\b${NUMBER_OF}\b(?![/-])`)],
  [
    'score',
    /\b(?:score|judge|grade|rate)\b[^.?!]{0,20}\bth(?:is|e)\b[^.?!]{0,20}\b(?:conversation|chat|transcript|dialog(?:ue)?)\b[^.?!]{0,30}\bas\b/,
  ],
  [
    'output',
    /\b(?:respond|reply|answer|output)\b[^.?!]{0,15}\b(?:only|nothing but|exactly|with the word|in json|with json|json|\d+ tokens?)\b/,
  ],
  [
    'output',
    /\b(?:do not|don'?t|never)\b[^.?!]{0,20}\b(?:output|score|rate|judge|grade)\b[^.?!]{0,40}\b(?:result|next|item|id|conversation|day|entry)/,
  ],
  [
    'output',
    /\b(?:also|additionally|instead)\b[^.?!]{0,20}\b(?:return|output|include|score)\b[^.?!]{0,30}\b(?:id|ids|d\d+|item|entry|entries)\b/,
  ],
  [
    'output',
    /\b(?:every|each|all|next|other|previous)\s(?:other\s)?(?:item|id|entry|conversation)s?\b[^.?!]{0,30}\b(?:score|rating|result|\d)/,
  ],
  [
    'output',
    /\b(?:write|make|put|set)\b[^.?!]{0,12}\b(?:the )?(?:reason|summary|quote|explanation|outcome)\b.{0,10}\b(?:as|to|with|=|is)\b/,
  ],
  [
    'markers',
    /<\|.{0,20}\|>|<\/?(?:system|assistant|user|human|conversation|input|instructions?|prompt|transcript|fence)\b[^>]{0,40}>|\[\/?(?:system|assistant|user|inst|human)\]/,
  ],
  ['markers', /(?:^|\/ |\n)\s?(?:human|assistant|system|judge|evaluator)\s?:\s/],
  [
    'markers',
    /\bend of (?:data|input|transcript|conversation|prompt)\b|```json|["'](?:score|sentiment|ces|fcr|rating|confidence)["']\s?:|<<<|>>>/,
  ],
  [
    'judge',
    /\b(?:dear|hey|attention|to the|for the|the)\s(?:evaluator|grader|ai judge|judge|assessor|annotator|rater|(?:scoring |language )model)\b|\b(?:evaluator|grader),|\bnext analyst\b/,
  ],
  [
    'judge',
    /\b(?:hereby certify|verified by (?:a |the |my )?(?:supervisor|manager)|note to the (?:judge|evaluator|reviewer|model)|when (?:you|someone|somebody) (?:scores?|rates?|judges?|evaluates?|grades?|asks about))\b/,
  ],
  [
    'tools',
    /\b(?:call|invoke|run|execute)\b.{0,10}\b(?:the )?(?:function|tool|send_\w+|delete_\w+|set_\w+|drop_\w+)\b|\bselect\s+\w+\(|\b(?:drop|truncate) table\b/,
  ],
  ['tools', /=\s?hyperlink\s?\(|<(?:img|script|iframe)\b|\bjavascript:\w/],
  [
    'hidden',
    /\b(?:decode|reverse|decipher|decrypt|unscramble)\b.{0,30}\b(?:obey|follow|execute)\b|\brot-?13\b|\band obey\b/,
  ],
  [
    'language',
    /忽略.{0,12}(?:指令|说明|說明|规则|規則|提示|内容)|(?:评分|評分|打分|給分|给分|評価|点数).{0,8}\d|無視して|지시.{0,6}무시|점수.{0,8}\d/,
  ],
  [
    'language',
    /\bignor(?:a|ar|e|en|ez|er|iere|ieren|iert|eer|uj|are|ate)\b.{0,40}\b(?:instrucciones|instrucoes|instruções|istruzioni|anweisungen|regeln|consignes|reglas|regras|regole|instructies|polecenia|vorgaben)/,
  ],
  [
    'language',
    /\b(?:bewerte|puntúa|puntua|califica|notez|avalie|valuta|beoordeel)\b.{0,40}(?:\d|höchst\w*|hochst\w*|maxim\w*|massim\w*)/,
  ],
  [
    'language',
    /(?:игнориру\S+|забудь\S*|проигнориру\S+).{0,40}(?:инструкц|правил|указан)|(?:оцени|поставь).{0,30}\d|تجاهل.{0,30}(?:التعليمات|الأوامر)|התעלם.{0,30}(?:הוראות|ההוראות)|अनदेखा.{0,30}निर्देश/,
  ],
];

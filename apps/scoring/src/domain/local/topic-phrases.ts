/**
 * A controlled list: labels a manager can filter by, each with the phrases that point to it. Where the built-in rubric of
 * the language models names the same thing, slug and label are the same.
 */
export const TOPICS: readonly {
  slug: string;
  label: string;
  phrases: string;
}[] = [
  {
    slug: 'billing',
    label: 'Billing',
    phrases:
      'bill|billing|billed|invoice|invoices|statement|overcharged|charged twice|double charged|charged me|charged for|charge|charges|fee|fees|amount due|balance|receipt',
  },
  {
    slug: 'payment',
    label: 'Payment',
    phrases:
      'payment|payments|pay|paying|paid|credit card|debit card|card declined|declined|paypal|bank account|transaction|transactions|checkout|payment method|payout|payouts|direct debit|wallet|gift card|transfer',
  },
  {
    slug: 'refund',
    label: 'Refund',
    phrases:
      'refund|refunds|refunded|money back|reimburse|reimbursed|reimbursement|compensation|compensated|chargeback|dispute|disputes|return it|return the|return my|returns|returned|exchange|exchanged|send it back|sent back',
  },
  {
    slug: 'damaged-or-wrong-item',
    label: 'Damaged or wrong item',
    phrases:
      'faulty|damaged|defective|broken item|warranty|replace|replaced|replacement|wrong item|wrong size|wrong order|missing item|missing items|cracked|torn|arrived broken|not what i ordered',
  },
  {
    slug: 'delivery',
    label: 'Delivery',
    phrases:
      'delivery|deliver|delivered|delivering|shipping|shipped|shipment|package|parcel|courier|tracking|tracking number|driver|dispatch|dispatched|arrived|post office|mailbox|amazon logistics|ups|fedex|usps',
  },
  {
    slug: 'order-status',
    label: 'Order status',
    phrases:
      'order|orders|ordered|ordering|order number|pre order|preorder|preordered|purchase|purchased|bought|basket|cart|out of stock|in stock',
  },
  {
    slug: 'account-access',
    label: 'Account access',
    phrases:
      'log in|login|logged in|logging in|log into|sign in|signed in|sign into|signing in|password|passwords|locked out|account locked|reset|verification code|two factor|2fa|username|forgot|recover my account|recover the account|cant access|suspended|disabled|deactivated|banned',
  },
  {
    slug: 'account-changes',
    label: 'Account changes',
    phrases:
      'my account|account settings|profile|change my email|change my name|change my address|email address|update my|settings|preferences|dashboard|account',
  },
  {
    slug: 'fraud-and-security',
    label: 'Fraud and security',
    phrases:
      'hacked|hack|hacker|hackers|fraud|fraudulent|phishing|scam|scammer|scammed|stolen|unauthorized|unauthorised|compromised|suspicious|spam|identity|security',
  },
  {
    slug: 'privacy',
    label: 'Privacy',
    phrases:
      'privacy|personal data|my data|gdpr|data protection|personal information|delete my data|delete my account',
  },
  {
    slug: 'cancellation',
    label: 'Cancellation',
    phrases:
      'cancel|cancelled|canceled|cancelling|canceling|cancellation|unsubscribe|close my account|terminate|opt out',
  },
  {
    slug: 'subscription',
    label: 'Subscription',
    phrases:
      'subscription|subscriptions|subscribe|subscribed|subscriber|membership|member|premium|free trial|trial|renew|renewal|renewed|upgrade|upgraded|downgrade|plan|plans|student discount|family plan',
  },
  {
    slug: 'pricing',
    label: 'Pricing',
    phrases:
      'price|prices|pricing|cost|costs|expensive|cheap|cheaper|discount|discounts|coupon|promo|promo code|voucher|offer|offers|deal|deals|sale|rewards|points|cashback',
  },
  {
    slug: 'network-outage',
    label: 'Outage',
    phrases:
      'outage|outages|down|service down|server down|servers down|site down|website down|is down|are down|offline|power cut|no service|no signal|not loading|500 error|503|maintenance|internet|wifi|wi fi|broadband|router|modem|network|connection|connect|connected|connecting|signal|coverage|speed|speeds|slow internet|lte|4g|data|vpn|ethernet|bandwidth|fiber|fibre|roaming|sim',
  },
  {
    slug: 'app-problem',
    label: 'App problem',
    phrases:
      'app|apps|website|site|web page|page|browser|chrome|safari|crash|crashes|crashing|crashed|freezes|freezing|frozen|glitch|glitchy|bug|bugs|buggy|error message|error code|error|loading|load|button|screen',
  },
  {
    slug: 'software-update',
    label: 'Software update',
    phrases:
      'update|updates|updated|updating|upgrade to|ios|ios 11|version|firmware|install|installed|installing|installation|reinstall|download|downloaded|downloading|patch|high sierra|windows 10|android',
  },
  {
    slug: 'device',
    label: 'Device and hardware',
    phrases:
      'phone|iphone|ipad|laptop|computer|macbook|mac|pc|tablet|watch|console|xbox|ps4|playstation|printer|tv|battery|charger|charging|keyboard|speaker|headphones|camera|touch screen|device|kindle|echo|fire stick|hardware',
  },
  {
    slug: 'media',
    label: 'Music, video and games',
    phrases:
      'stream|streaming|playlist|playlists|song|songs|album|albums|music|artist|podcast|video|videos|movie|movies|episode|episodes|season|channel|channels|subtitles|game|games|gaming|play|theater|watch',
  },
  {
    slug: 'reservation',
    label: 'Reservation',
    phrases:
      'book|booking|bookings|booked|reserve|reserved|reservation|reservations|appointment|appointments|schedule|reschedule|availability|check in|checkin|hotel|room|restaurant|table for|guesthouse|rental|flight|flights|fly|flying|airport|airline|plane|gate|boarding|boarding pass|luggage|bag|bags|baggage|seat|seats|delayed flight|layover|passenger|crew|train|trains|bus|platform|station|journey|ticket|tickets|taxi|ride|driver',
  },
  {
    slug: 'store',
    label: 'Store and staff',
    phrases:
      'store|stores|shop|branch|cashier|staff|employee|employees|manager|assistant|counter|queue|parking|opening hours|open until|drive thru|restaurant staff',
  },
  {
    slug: 'food',
    label: 'Food and drink',
    phrases:
      'food|meal|pizza|burger|coffee|sandwich|chicken|drink|breakfast|lunch|dinner|menu|cold food|salad|milk|bread|wine|starbucks|cuisine',
  },
  {
    slug: 'product-quality',
    label: 'Product quality',
    phrases:
      'quality|broken|broke|leaking|mould|mold|expired|rotten|missing|size|fit|material|label|packaging|ingredients|product|products',
  },
  {
    slug: 'how-to',
    label: 'How to',
    phrases:
      'how do i|how can i|how to|is it possible|is there a way|does it support|compatible|compatibility|documentation|docs|tutorial|how would i|how should i|can i use|where can i find|where do i',
  },
  {
    slug: 'feature-request',
    label: 'Feature request',
    phrases:
      'feature|features|feature request|would be nice|would love to see|please add|wish you|wish there was|suggestion|should add|add support for|roadmap',
  },
  {
    slug: 'feedback',
    label: 'Feedback',
    phrases:
      'feedback|compliment|compliments|great service|great customer service|excellent service|amazing service|shout out|kudos|love your|love the app',
  },
  {
    slug: 'complaint',
    label: 'Complaint',
    phrases:
      'customer service|customer support|customer care|service|hold|call center|call centre|called|calling|phone call|rep|agent|complaint|complain|no reply|no response|rude|live chat|your team',
  },
  {
    slug: 'api-integration',
    label: 'API and integration',
    phrases:
      'api|webhook|webhooks|sdk|integration|integrate|endpoint|token|tokens|curl|json|javascript|php|python|ruby|node|plugin|backend|frontend|library|metadata|payment intent|paymentintent|payment intents|stripe js|elements|code|sandbox|test mode|parameter',
  },
];

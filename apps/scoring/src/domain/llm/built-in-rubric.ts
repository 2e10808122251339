import type { RubricDocument } from '@powerpulse/contracts';

/** What days are judged by where an organization has published nothing of its own. */
export const BUILT_IN_RUBRIC: RubricDocument = {
  name: 'csi-1',
  guidance:
    'Judge what the customer experienced, not how friendly the agent sounds. Thanks alone do not make an issue solved, and silence of the customer after an answer that settles the question does. Sarcasm counts by its meaning. Judge in any language.',
  anchors: {
    sentiment: [
      { value: 2, means: 'angry, insulting or threatening to leave' },
      { value: 4, means: 'annoyed or disappointed' },
      { value: 5, means: 'neutral, matter of fact' },
      { value: 7, means: 'friendly, relieved' },
      { value: 9, means: 'delighted' },
    ],
    shift: [
      { value: -3, means: 'from neutral to angry' },
      { value: 2, means: 'from annoyed to neutral' },
      { value: 4, means: 'from angry to thankful' },
    ],
    resolution: [
      { value: 3, means: 'the issue is understood, nothing has changed yet' },
      { value: 5, means: 'a partial answer or a workaround' },
      { value: 8, means: 'solved, the customer has not confirmed it' },
    ],
    fcr: [
      { value: 3, means: 'moved elsewhere or left for another day' },
      { value: 6, means: 'probably solved here' },
    ],
    ces: [
      { value: 2, means: 'one question, one useful answer' },
      { value: 4, means: 'some back and forth, some waiting' },
      { value: 6, means: 'had to repeat, explain again, chase or change channel' },
    ],
    rating: [
      { value: 2, means: 'unhappy, some help' },
      { value: 3, means: 'neither' },
      { value: 4, means: 'content' },
    ],
  },
  outcomes: {
    resolved: 'the issue is settled that day',
    escalated: 'handed to another person, team or channel',
    abandoned: 'the customer gave up or left angry, or was never answered',
    pending: 'still open, someone is to come back',
  },
  topics: [
    { slug: 'account-access', label: 'Account access', means: 'login, password, locked account' },
    { slug: 'account-changes', label: 'Account changes', means: 'name, address, plan or settings' },
    { slug: 'api-integration', label: 'API and integration', means: 'developer questions, code, webhooks' },
    { slug: 'app-problem', label: 'App problem', means: 'crashes, bugs, does not load' },
    { slug: 'billing', label: 'Billing', means: 'invoices, charges, amounts' },
    { slug: 'cancellation', label: 'Cancellation', means: 'ending a contract or an order' },
    { slug: 'complaint', label: 'Complaint', means: 'about staff, waiting or treatment' },
    { slug: 'damaged-or-wrong-item', label: 'Damaged or wrong item', means: '' },
    { slug: 'delivery', label: 'Delivery', means: 'late, lost, where is it' },
    { slug: 'feature-request', label: 'Feature request', means: '' },
    { slug: 'feedback', label: 'Feedback', means: 'praise or suggestions' },
    { slug: 'fraud-and-security', label: 'Fraud and security', means: 'hacked, phishing, disputes' },
    { slug: 'how-to', label: 'How to', means: 'how something is used' },
    { slug: 'network-outage', label: 'Outage', means: 'service, signal or connection is down' },
    { slug: 'order-status', label: 'Order status', means: '' },
    { slug: 'payment', label: 'Payment', means: 'failed or pending payments, cards' },
    { slug: 'pricing', label: 'Pricing', means: 'prices, promotions, vouchers' },
    { slug: 'privacy', label: 'Privacy', means: 'personal data, deletion' },
    { slug: 'product-quality', label: 'Product quality', means: '' },
    { slug: 'refund', label: 'Refund', means: 'money back, returns' },
    { slug: 'reservation', label: 'Reservation', means: 'bookings, appointments, travel' },
    { slug: 'subscription', label: 'Subscription', means: 'renewal, upgrade, trial' },
  ],
};

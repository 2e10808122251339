import { readFileSync } from 'node:fs';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from './estimate-tokens.js';

const SAMPLE = new URL('../../../../samples/stripe-irc.json', import.meta.url);

describe('estimateTokens', () => {
  it('comes within a tenth of the tokenizer over whole conversations', () => {
    const chats = JSON.parse(readFileSync(SAMPLE, 'utf8')) as Record<string, { MESSAGE_CONTENT: string }[]>;
    const ratios = Object.values(chats)
      .filter((messages) => messages.length >= 10)
      .map((messages) => {
        const texts = messages.map((message) => message.MESSAGE_CONTENT);
        const sum = (count: (text: string) => number) => texts.reduce((n, text) => n + count(text), 0);
        return sum(estimateTokens) / sum(countTokens);
      })
      .toSorted((a, b) => a - b);
    const median = ratios[Math.floor(ratios.length / 2)] ?? 0;
    expect(median).toBeGreaterThan(0.95);
    expect(median).toBeLessThan(1.15);
    expect(ratios[0]).toBeGreaterThan(0.8);
    expect(ratios.at(-1)).toBeLessThan(1.35);
  });

  it.each([
    '你好，我的订单还没有收到，请帮我查询一下物流信息。谢谢！',
    'مرحبا، لم يصل طلبي بعد، هل يمكنكم مساعدتي في تتبع الشحنة؟',
    'Здравствуйте, мой заказ до сих пор не пришел, помогите пожалуйста',
    '안녕하세요, 주문한 상품이 아직 도착하지 않았습니다.',
  ])('stays below twice and above half in other scripts: %s', (text) => {
    const ratio = estimateTokens(text) / countTokens(text);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2.1);
  });

  it('has no token for no text', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('   ')).toBe(0);
  });
});

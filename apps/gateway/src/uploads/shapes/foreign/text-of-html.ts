import { Parser } from 'htmlparser2';

/** What an editor of messages writes first; `<` in a plain text is not followed by one of them. */
const BEGINS_AS_HTML =
  /^\s*<(?:!doctype|html|body|p|div|span|h[1-6]|ul|ol|li|pre|blockquote|table|br|img|a|b|i|em|strong|code)(?=[\s/>])/i;
const LINES: ReadonlySet<string> = new Set(
  'br p div h1 h2 h3 h4 h5 h6 ul ol li pre blockquote table tr hr'.split(' '),
);
const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'title']);

/** A body as its words, with a line for each paragraph; what is no HTML stays as it is. */
export function textOfHtml(body: unknown): unknown {
  if (typeof body !== 'string' || !BEGINS_AS_HTML.test(body)) return body;
  let text = '';
  let silent = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (SILENT.has(name)) silent++;
      if (LINES.has(name)) text += '\n';
    },
    onclosetag: (name) => {
      if (SILENT.has(name)) silent--;
      if (LINES.has(name)) text += '\n';
    },
    ontext: (words) => {
      if (silent === 0) text += words.replaceAll(/\s+/g, ' ');
    },
  });
  parser.end(body);
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('\n');
}

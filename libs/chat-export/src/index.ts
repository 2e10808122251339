export { ExportRefused, type RefusalCode } from './refusal.js';
export { ExportScanner, type ExportShape, type ExportSummary } from './export-scanner.js';
export { ExportReader, type ExportCheckpoint, type ExportItem, type Place } from './export-reader.js';
export { MAX_MESSAGE_BYTES } from './element-walker.js';
export {
  type MessageField,
  type RawMessage,
  isBlank,
  isObject,
  messageFields,
  spelledKey,
} from './message-keys.js';

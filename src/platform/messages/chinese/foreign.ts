import { type Entries } from '../catalogue.js';

/**
 * What errors say that messages of ours repeat in the middle of a sentence: of parsers of JSON and of expressions; and what
 * Nest, Fastify and Zod say of requests.
 */
export const FOREIGN: Entries = {
  "unexpected character '{character}'": '意外的字符“{character}”',
  "unexpected identifier '{name}'": '意外的标识符“{name}”',
  'unexpected token {token}': '意外的{token}',
  'unexpected end of input': '内容意外结束',
  'unexpected end of JSON input': '内容意外结束',
  "unexpected token '{token}', {excerpt} is not valid JSON": '{excerpt}中有意外的“{token}”',
  'unexpected number': '意外的数字',
  'unexpected string': '意外的文本',
  'unexpected non-whitespace character after JSON': 'JSON 结束后还有其他字符',
  'expected double-quoted property name': '此处应为双引号括起的键',
  "expected property name or '}'": '此处应为键或“}”',
  "expected ':' after property name": '键的后面应为“:”',
  "expected ',' or '}' after property value": '值的后面应为“,”或“}”',
  "expected ',' or ']' after array element": '列表项的后面应为“,”或“]”',
  'unterminated string': '文本没有结束的引号',
  'unterminated fractional number': '小数点后缺少数字',
  'exponent part is missing a number': '指数部分缺少数字',
  'no number after minus sign': '负号后面没有数字',
  'bad control character in string literal': '文本中有不允许的控制字符',
  'bad escaped character': '错误的转义字符',
  'bad Unicode escape': '错误的 Unicode 转义',

  'it is longer than {count} characters': '超过{count}个字符',

  'Cannot {method} {path}': '没有此地址：{method} {path}',
  "Body cannot be empty when content-type is set to 'application/json'": '请求内容不能为空',
  "Body is not valid JSON but content-type is set to 'application/json'": '请求内容不是有效的 JSON',
  'Request body is too large': '请求内容过大',

  'Invalid input: expected {type}, received {other}': '应为{type}，实为{other}',
  'Invalid input: expected {value}': '应为{value}',
  'Invalid input': '输入无效',
  'Invalid option: expected one of {options}': '应为{options}之一',
  'Invalid string: must match pattern {pattern}': '文本不符合{pattern}',
  'Invalid ISO datetime': '不是 ISO 8601 日期和时间',
  'Invalid ISO date': '不是 ISO 8601 日期',
  'Invalid UUID': '不是 UUID',
  'Invalid URL': '不是网址',
  'Unrecognized key: {key}': '未知的键：{key}',
  'Unrecognized keys: {keys}': '未知的键：{keys}',
  'Too small: expected {type} to have >={count} characters': '{type}至少{count}个字符',
  'Too big: expected {type} to have <={count} characters': '{type}最多{count}个字符',
  'Too small: expected {type} to have >={count} items': '{type}至少{count}项',
  'Too big: expected {type} to have <={count} items': '{type}最多{count}项',
  'Too small: expected {type} to be >={least}': '{type}应不小于{least}',
  'Too small: expected {type} to be >{least}': '{type}应大于{least}',
  'Too big: expected {type} to be <={most}': '{type}应不大于{most}',
  'Too big: expected {type} to be <{most}': '{type}应小于{most}',
};

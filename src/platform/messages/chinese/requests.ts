import { type Entries } from '../catalogue.js';

/** Why requests are refused before anything is done: their form, their keys and roles, too many of them. */
export const REQUESTS: Entries = {
  'The request failed inside. The log has more under its request id': '请求在内部失败。日志中可按请求 ID 查到更多信息',
  'The body is nested deeper than {count} levels': '请求内容嵌套超过{count}层',
  'The body holds more than {count} values': '请求内容超过{count}个值',
  'The bytes that arrived are not a complete HTTP request': '收到的内容不是完整的 HTTP 请求',
  '{method} is not possible here; there is {methods}': '此处不能使用{method}；可用的有{methods}',
  'The unpacked body is larger than {count} bytes': '解压后的请求内容超过{count}字节',
  'The body is not gzip, as its header Content-Encoding says': '请求内容不是 gzip，与请求头 Content-Encoding 不符',
  'The encoding "{encoding}" of the body is not known here': '不支持请求内容的编码“{encoding}”',
  'Content-Encoding: gzip, or a body that is not packed': 'Content-Encoding: gzip，或不压缩的请求内容',
  'The body has no content type': '请求内容没有注明类型',
  'A body of {type} is not taken': '不接收{type}类型的请求内容',
  'JSON with the header "Content-Type: application/json"': '带请求头 "Content-Type: application/json" 的 JSON',
  'The name is not valid': '名称无效',
  '"{key}" is not a member that is known here': '“{key}”不是此处已知的成员',
  'Expected {expected}': '应为{expected}',
  'a date and time of ISO 8601, such as 2026-11-22T08:00:00Z': 'ISO 8601 日期和时间，例如 2026-11-22T08:00:00Z',
  'a date of ISO 8601, such as 2026-11-22': 'ISO 8601 日期，例如 2026-11-22',
  'a UUID': 'UUID',
  'The body has too many members': '请求内容的成员过多',
  'The request holds too many values': '请求包含的值过多',
  'at most {count} values, those inside of others counted': '最多{count}个值，嵌套的值也计算在内',
  'There is nothing with such an id': '没有这个 ID 对应的内容',
  'No role opens it': '没有任何角色可以使用它',
  'It is open to: {roles}': '可使用的角色：{roles}',
  'The role "{role}" does not open this endpoint. {needed}': '角色“{role}”不能使用此接口。{needed}',
  'Send an API key in the header "Authorization: Bearer <key>"':
    '请在请求头 "Authorization: Bearer <密钥>" 中发送 API 密钥',
  'The API key is unknown or was revoked': 'API 密钥未知或已被撤销',
  'The key could not be stored': '无法保存密钥',
  'There is no key with the id "{id}"': '没有 ID 为“{id}”的密钥',
  'A page of another site sent this request': '此请求由其他网站的页面发出',
  'an origin that the environment variable ALLOWED_ORIGINS names, or a client that is no web page':
    '环境变量 ALLOWED_ORIGINS 中的来源，或非网页的客户端',
  'The request is for a host that is not this server': '请求的主机不是本服务器',
  'localhost, or a name that the environment variable ALLOWED_HOSTS has':
    'localhost，或环境变量 ALLOWED_HOSTS 中的名称',
  'More than {count} requests came in one second': '一秒内的请求超过{count}个',
  'The address {address} may not be called: {why}': '不允许访问地址{address}：{why}',
  'it is no address of the web without a name and a password in it': '它不是不含用户名和密码的网址',
  'it is not encrypted': '它没有加密',
  'it is not on the public internet': '它不在公共互联网上',
  'https:// and a public address, or one that ALLOWED_ADDRESSES names':
    'https:// 开头的公共地址，或 ALLOWED_ADDRESSES 中的地址',

  'The database cannot be reached. Try again': '无法连接数据库。请重试',
  'The database has too much to do: it lacks memory or connections. Try again': '数据库繁忙：内存或连接不足。请重试',
  'The database lacks resources. Try again': '数据库资源不足。请重试',
  'The database takes no changes now: it is read-only, as a standby is after a fail-over. Try again':
    '数据库目前不接受更改：它处于只读状态，例如故障切换后的备用库。请重试',
  'The database took longer than it may. Try again': '数据库用时过长。请重试',
  'What the request needs is locked in the database. Try again': '请求所需的内容在数据库中被锁定。请重试',
  'Other requests were in the way, again and again. Try again': '一再受到其他请求的影响。请重试',
  'The database cannot use its files now. Try again': '数据库暂时无法使用其文件。请重试',
  "The database's disk is full. Try again when there is room": '数据库所在磁盘已满。请在有空间后重试',
};

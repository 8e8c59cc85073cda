/** What a console password has to be. Length counts most; what a guesser tries first is refused. */
import { type PasswordFault, passwordCharsMin } from '../../contract/operations/account'

/** The start of every guesser's list, ours included; compared without case, and without the digits people hang on. */
const common: ReadonlySet<string> = new Set([
  ...['password', 'passw0rd', 'p@ssword', 'p@ssw0rd', 'admin', 'administrator', 'welcome', 'letmein', 'iloveyou'],
  ...[
    'qwertyuiop',
    'qwerty',
    'asdfghjkl',
    'zxcvbnm',
    'qazwsxedc',
    '1qaz2wsx',
    '1q2w3e4r',
    '1q2w3e4r5t',
    '1qaz2wsx3edc',
  ],
  ...['abcdefghij', 'abcdefghijk', 'abc', 'abcd', 'aa', 'a', 'woaini', 'zhanggui', '掌柜', 'zhongguo', 'superman'],
  ...['dragon', 'monkey', 'football', 'baseball', 'sunshine', 'princess', 'master', 'login', 'root', 'test', 'guest'],
  ...['5201314', '1314520', '147258369', '123456789', '1234567890', '0123456789', '9876543210', '12345678910'],
])

/** What is wrong with it; null when nothing is. `old` where the user changes it themselves. */
export const passwordFault = (password: string, userId: string, old: string | null): PasswordFault | null => {
  if ([...password].length < passwordCharsMin) return 'short'
  const lower = password.toLowerCase()
  if (old !== null && lower === old.toLowerCase()) return 'same'
  if (holdsUserId(lower, userId.toLowerCase())) return 'userId'
  if (new Set(lower).size < 4) return 'monotone'
  const bare = lower.replace(/^[\d\W_]+|[\d\W_]+$/g, '')
  if (/^\d+$/.test(lower) || common.has(lower) || common.has(bare)) return 'common'
  return null
}

/** `hq.admin`, and also `hqadmin`; an id of a letter or two is in every word. */
const holdsUserId = (password: string, userId: string): boolean => {
  const bare = userId.replace(/[^\p{L}\p{N}]/gu, '')
  return [userId, bare].some((id) => id.length >= 3 && password.includes(id))
}

/** 留痕 at HQ: its own lines, and those of every PC in scope. */
import { trailAnswersOf } from '../../documents/trailAnswers'
import type { HandlersOf } from '../calls'

export const trailHandlers: HandlersOf<'trail'> = trailAnswersOf('hub')

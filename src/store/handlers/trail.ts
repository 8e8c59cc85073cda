/** 留痕 on the store PC: its own lines. */
import { trailAnswersOf } from '../../documents/trailAnswers'
import type { HandlersOf } from '../calls'

export const trailHandlers: HandlersOf<'trail'> = trailAnswersOf('store')

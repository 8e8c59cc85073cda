/** HQ limits what a role may do by what it is worth: beyond it somebody with a higher limit does it, or lends their right. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AmountLimit } from '../../../src/contract/schemas/masterData'
import {
  agrees,
  beginStory,
  changePolicy,
  decisionOn,
  draft,
  handIn,
  headerOf,
  post,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'
import { pinOf } from '../../support/world'

let story: Story
let store: StoryStore

const limit = (role: string, type: AmountLimit['type'], act: AmountLimit['act'], yuan: number): AmountLimit => ({
  ...{ role, type, act },
  maxFen: yuan * 100,
})

const setLimits = async (limits: AmountLimit[]): Promise<void> => {
  await changePolicy(await story.browser('hq.operations'), '额度', (policy) => {
    policy.limits = limits
    // nobody has to agree, so that the limit alone decides
    policy.documents.internalUse.approval = []
  })
  await story.sync()
}

/** Bottles at 119.28 yuan taken for the shop's own use. */
const taken = (bottles: number): Promise<string> =>
  draft(store, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: spirit.sku, quantity: bottles * 1000 }])

beforeAll(async () => {
  story = await beginStory(['S001'])
  ;[store] = story.stores as [StoryStore]
  await store.signIn('s001.manager')
  await stockUp(store, [{ sku: spirit.sku, quantity: 200_000 }])
})
afterAll(() => story.close())

describe('a clerk who may hand in up to 200 yuan', () => {
  beforeAll(async () => {
    await setLimits([
      limit('clerk', 'internalUse', 'submit', 200),
      limit('storeManager', 'internalUse', 'submit', 1000),
      limit('storeManager', 'internalUse', 'post', 1000),
      limit('storeManager', 'internalUse', 'reverse', 150),
    ])
  })

  test('hands in one bottle, not two, and the refusal names the limit alone', async () => {
    await store.signIn('s001.lin')
    const small = await taken(1)
    expect((await handIn(store, small)).state).toBe('approved')
    const large = await taken(2)
    const asked = await versioned(store, large)
    await story.sync()
    await refuses(story, () => store.call('document.submit', asked), 'AMOUNT_LIMIT', {
      act: 'submit',
      limitFen: 20_000,
    })
    const answer = await store.call('document.submit', asked)
    expect(Object.keys(answer.ok ? {} : answer.error.params).sort()).toEqual(['act', 'limitFen', 'number'])
  })

  test('borrows the manager’s right for what the manager may', async () => {
    await store.signIn('s001.lin')
    const documentId = await taken(3)
    const grant = { userId: 's001.manager', pin: pinOf('s001.manager'), operation: 'document.submit' as const }
    const { overrideId } = await store.must('override.grant', { ...grant, documentId, type: 'internalUse' })
    const asked = { ...(await versioned(store, documentId)), overrideId }
    expect((await store.must('document.submit', asked)).header.state).toBe('posted')
  })

  test('and the manager’s own limit holds for handing in, posting and undoing', async () => {
    await store.signIn('s001.manager')
    const much = await taken(9)
    const handsIn = await versioned(store, much)
    await story.sync()
    await refuses(story, () => store.call('document.submit', handsIn), 'AMOUNT_LIMIT', { act: 'submit' })
    await refuses(story, () => store.call('document.post', handsIn), 'AMOUNT_LIMIT', { act: 'post', limitFen: 100_000 })
    const some = await taken(2)
    await post(store, some)
    await story.sync()
    const undo = { type: 'internalUse' as const, documentId: some, reason: '记错了' }
    await refuses(story, () => store.call('document.reverse', undo), 'AMOUNT_LIMIT', {
      act: 'reverse',
      limitFen: 15_000,
    })
  })

  test('what happened under the limits is believed at HQ', async () => agrees(story))
})

test('whoever agrees does so up to their own limit; to say no has none', async () => {
  await changePolicy(await story.browser('hq.operations'), '审核额度', (policy) => {
    policy.limits = [limit('storeManager', 'internalUse', 'approve', 200)]
    policy.documents.internalUse.approval = [{ level: 'storeManager', fromFen: 0 }]
  })
  await story.sync()
  await store.signIn('s001.lin')
  const documentId = await taken(2)
  await handIn(store, documentId)
  await store.signIn('s001.manager')
  const yes = await decisionOn(store, documentId)
  await refuses(story, () => store.call('document.decide', yes), 'AMOUNT_LIMIT', { act: 'approve', limitFen: 20_000 })
  await story.sync()
  // one level up there is no limit, and a higher level's word counts
  const region = await story.browser('re.manager')
  await region.must('document.decide', await decisionOn(region, documentId))
  await story.sync()
  expect((await headerOf(store, documentId)).state).toBe('posted')
  await store.signIn('s001.lin')
  const other = await taken(2)
  await handIn(store, other)
  await store.signIn('s001.manager')
  await store.must('document.decide', await decisionOn(store, other, 'refused', '太多'))
  await agrees(story)
})

import { expect, test } from 'vitest'
import { makeLastSearches } from '../../../src/console/data/lastSearches'

test('each page is found as it was left, for whoever left it', () => {
  const searches = makeLastSearches()
  searches.keep('east', '/documents', '?type=writeOff')
  searches.keep('east', '/stock', '?store=S001&q=tea')
  expect(searches.of('east', '/documents')).toBe('?type=writeOff')
  expect(searches.of('east', '/stock')).toBe('?store=S001&q=tea')
  expect(searches.of('east', '/transfers')).toBe('')
  expect(searches.of('south', '/documents')).toBe('')
})

test('a filter taken away stays away, and one paper is not a list', () => {
  const searches = makeLastSearches()
  searches.keep('east', '/documents', '?type=writeOff')
  searches.keep('east', '/documents', '')
  searches.keep('east', '/documents/1', '?tab=history')
  expect(searches.of('east', '/documents')).toBe('')
  expect(searches.of('east', '/documents/1')).toBe('')
})

test('another user and signing out forget', () => {
  const searches = makeLastSearches()
  searches.keep('east', '/documents', '?q=a')
  searches.keep('south', '/stock', '?q=b')
  expect(searches.of('east', '/documents')).toBe('')
  expect(searches.of('south', '/documents')).toBe('')
  searches.forget()
  expect(searches.of('south', '/stock')).toBe('')
})

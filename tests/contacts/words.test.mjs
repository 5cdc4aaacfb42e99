// The words of a chat between two browsers, on lines that lose, double and reorder.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../services/contacts/contacts/static/words.js'

const { words } = globalThis
const SIDES = ['seeker', 'listener']
const otherOf = side => (side === 'seeker' ? 'listener' : 'seeker')
const STEPS = 120
const ROUNDS = 300

// A repeatable chance (mulberry32).
const chance = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

// Two pages and the frames on their way; `faults` are what may happen to them.
function world(seed, faults) {
  const random = chance(seed)
  const below = n => Math.floor(random() * n)
  const lines = { seeker: [], listener: [] } // to whom
  const pages = {}
  const said = { seeker: [], listener: [] } // by the page that is open now
  let number = 0

  function open(side) {
    const page = words.transcript(side, frame => lines[otherOf(side)].push(structuredClone(frame)))
    pages[side] = { page, shown: new Set() }
    said[side] = []
    page.connect()
    look()
  }
  const look = () => SIDES.forEach(side => pages[side]?.page.log.forEach(
    ({ by, text }) => pages[side].shown.add(`${by} ${text}`)))
  const deliver = (to, place) => {
    const [frame] = lines[to].splice(place, 1)
    if (frame) pages[to].page.receive(frame)
    look()
  }
  const steps = {
    say(side) {
      const text = `${side} ${++number}`
      said[side].push(text)
      pages[side].page.say(text)
      look()
    },
    deliver: side => deliver(side, 0),
    retry: side => pages[side].page.retry(),
    look: side => pages[side].page.look(),
    cut(side) { // its socket: what was on the way is lost; both are told when it is back
      SIDES.forEach(one => { lines[one].length = 0 })
      pages[side].page.connect()
      pages[otherOf(side)].page.connect()
    },
    reload(side) {
      const late = faults.includes('late')
      if (late && side === 'listener') return
      if (!late) SIDES.forEach(one => { lines[one].length = 0 })
      open(side)
      pages[otherOf(side)].page.connect()
    },
    lose: side => lines[side].splice(below(lines[side].length), 1),
    double: side => lines[side].length && lines[side].push(structuredClone(lines[side][0])),
    reorder: side => deliver(side, below(lines[side].length)),
  }
  const usual = ['say', 'deliver', 'deliver', 'deliver', 'retry', 'look']
  const possible = [...usual, ...usual, ...faults.filter(one => one in steps)]
  SIDES.forEach(open)
  for (let step = 0; step < STEPS; step++) steps[possible[below(possible.length)]](SIDES[below(2)])
  // The line holds from now on.
  for (let round = 0; round < 20; round++) {
    SIDES.forEach(side => pages[side].page.retry())
    while (lines.seeker.length + lines.listener.length) SIDES.forEach(side => deliver(side, 0))
  }
  return { pages, said, lines }
}

const textsOf = (page, by) => page.log.filter(one => one.by === by).map(one => one.text)

function check(seed, faults, { inOrder = true } = {}) {
  const { pages, said } = world(seed, faults)
  for (const by of SIDES) {
    const [seeker, listener] = SIDES.map(side => textsOf(pages[side].page, by))
    assert.deepEqual(seeker, listener, `seed ${seed}: both show the same`)
    assert.equal(new Set(seeker).size, seeker.length, `seed ${seed}: each once`)
    const mine = seeker.filter(text => said[by].includes(text))
    if (!inOrder) mine.sort((a, b) => said[by].indexOf(a) - said[by].indexOf(b))
    assert.deepEqual(mine, said[by], `seed ${seed}: all, in order`)
  }
  for (const side of SIDES) {
    const { page, shown } = pages[side]
    const now = new Set(page.log.map(({ by, text }) => `${by} ${text}`))
    assert.deepEqual([...shown].filter(one => !now.has(one)), [], `seed ${seed}: what was shown stays`)
    assert.equal(page.got, textsOf(page, side).length, `seed ${seed}: the other has all`)
    assert.equal(page.unsent.length, 0)
  }
}

const often = (faults, how) => () => {
  for (let seed = 1; seed <= ROUNDS; seed++) check(seed, faults, how)
}

test('a good line', often([]))
test('a line that is cut', often(['cut', 'cut']))
test('frames that are lost, doubled and out of order', often(['lose', 'double', 'reorder']))
test('pages that are loaded anew', often(['reload', 'cut']))
test('pages that are loaded anew while old frames are on the way',
  often(['late', 'reload', 'cut']))

test('whoever asks without end gets a few answers, and frames that the service takes', () => {
  const sent = []
  const page = words.transcript('listener', frame => sent.push(frame))
  const beginning = page2 => ({ type: 'want', page: page2, seeker: 0, listener: 0 })
  page.connect()
  page.receive({ ...sent[0], type: 'again', words: [] })
  for (let n = 0; n < 100; n++) page.say('😀'.repeat(words.MOST))
  sent.length = 0
  for (let n = 0; n < 100; n++) page.receive(beginning('other'))
  assert.equal(sent.filter(frame => frame.type === 'again').length, 8)
  const longest = Math.max(...sent.map(frame => Buffer.byteLength(JSON.stringify(frame))))
  assert.ok(longest <= 64 * 1024)
  page.retry()
  sent.length = 0
  page.receive(beginning('other'))
  assert.equal(sent.filter(frame => frame.type === 'again').length, 8)
})

test('an answer to the page before a reload teaches nothing', () => {
  const sent = []
  const page = words.transcript('seeker', frame => sent.push(frame))
  page.connect()
  page.say('hello')
  page.receive({ type: 'again', page: 'before', seeker: 0, listener: 0, words: [] })
  assert.equal(page.inStep, false)
  assert.deepEqual(page.unsent, ['hello'])
  page.receive({ ...sent[0], type: 'again', words: [] })
  assert.deepEqual(page.unsent, [])
  assert.deepEqual(sent.at(-1), { type: 'say', n: 1, text: 'hello' })
})

test('control characters and direction overrides are removed, line ends are one kind', () => {
  assert.equal(words.clean('  a\r\nb\rc\u0000\u0007\u202e\u2066\t\ud800d\u2069 '), 'a\nb\nc\td')
  assert.equal(words.clean('\u202e\n\u0000'), '')
  assert.equal(words.count('😀é'), 2)
})

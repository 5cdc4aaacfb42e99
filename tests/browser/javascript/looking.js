// What the tests ask of a page, under one name beside the page's own scripts.
window.looking = (() => {
  const every = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]'
  const shown = e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]')
  const said = e => `<${e.tagName.toLowerCase()}${e.id && ` id=${e.id}`}> ` +
    (e.getAttribute('aria-label') || e.innerText || e.name || '').trim().slice(0, 40)
  // Tab stops once in a group of radio buttons: at the one that is chosen, or at the first.
  const passed = e => {
    if (e.type !== 'radio') return false
    const group = [...document.getElementsByName(e.name)].filter(one => one.form === e.form)
    return e !== (group.find(one => one.checked) || group[0])
  }
  const stops = () => [...document.querySelectorAll(every)]
    .filter(e => e.tabIndex >= 0 && !e.matches(':disabled') && shown(e) && !passed(e))
  const scrolls = e => e.scrollWidth > e.clientWidth &&
    ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && shown(e)
  const named = e => e.getAttribute('role') && (e.ariaLabel || e.getAttribute('aria-labelledby'))
  const inText = e => getComputedStyle(e).display === 'inline'

  // What each press of Tab led to, once it is noted.
  const noted = []

  return {
    // Note where the focus is whenever Tab is let go.
    noteTheFocus() {
      noted.length = 0
      document.onkeyup = event => event.key === 'Tab' && noted.push(looking.focus())
    },

    notedFocus: () => noted,

    stops: () => stops().map(said),

    // Let the next Tab begin at the top.
    fromTheTop() {
      const start = document.createElement('span')
      start.tabIndex = -1
      document.body.prepend(start)
      start.focus()
      start.remove()
      scrollTo(0, 0)
    },

    // Where the focus is: which stop, or -1 where it has left the page, and what is wrong with it.
    focus() {
      const e = document.activeElement
      if (!e || e === document.body) return { stop: -1 }
      const style = getComputedStyle(e)
      const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      const { left, top, width, height } = e.getClientRects()[0] || { left: -1, top: -1 }
      const there = document.elementFromPoint(left + width / 2, top + height / 2)
      const wrong = []
      if (!outlined && style.boxShadow === 'none') wrong.push(`no visible focus: ${said(e)}`)
      if (!there || !(e.contains(there) || there.contains(e))) wrong.push(`not to be seen: ${said(e)}`)
      return { stop: stops().indexOf(e), name: said(e), href: e.getAttribute('href') || '', wrong }
    },

    // Whether anything takes the focus before what the page is about.
    beginsWithOtherStops() {
      const main = document.querySelector('main')
      return stops().some(e => main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING)
    },

    // Whether the focus is in what the page is about or behind it, if anything there takes it.
    isPastTheNavigation() {
      const main = document.querySelector('main')
      const isPast = e => !(main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING)
      return isPast(document.activeElement) || !stops().some(isPast)
    },

    // What makes the page scroll sideways, where it does.
    tooWide() {
      const page = document.scrollingElement
      if (page.scrollWidth <= innerWidth) return []
      const wide = [...document.body.querySelectorAll('*')]
        .filter(e => shown(e) && e.getBoundingClientRect().right > innerWidth + 0.5)
      return [`the page is ${page.scrollWidth} wide`, ...wide.slice(0, 9).map(said)]
    },

    // What scrolls sideways by itself, and cannot be scrolled by keys or has no name.
    unnamedScrollers: () => [...document.body.querySelectorAll('*')]
      .filter(e => scrolls(e) && !(e.tabIndex >= 0 && named(e))).map(said),

    // What is smaller than 24 by 24 pixels. A link in text may be: axe sees that none is near it.
    tooSmall: () => stops().filter(e => !inText(e)).flatMap(e => {
      const { width, height } = (e.closest('label') || e).getBoundingClientRect()
      return width >= 24 && height >= 24 ? [] : [`${said(e)}: ${width} x ${height}`]
    }),

    // What would move.
    moving: () => [document.documentElement, ...document.body.querySelectorAll('*')].filter(e => {
      const style = getComputedStyle(e)
      const lasts = durations => durations.split(',').some(one => parseFloat(one) > 0.01)
      return lasts(style.transitionDuration) || style.scrollBehavior === 'smooth' ||
        (style.animationName !== 'none' && lasts(style.animationDuration))
    }).map(said),
  }
})()
document.addEventListener('securitypolicyviolation', event =>
  console.error(`the page breaks its policy: ${event.effectiveDirective} ${event.blockedURI}`))

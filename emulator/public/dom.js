// Small helpers that keep the page's elements in place, so that focus and scrolling survive every update.

/** The named parts below an element. */
export function partsOf(root) {
  return Object.fromEntries(
    [...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]),
  )
}

/** A clone of a `<template>` with its named parts. */
export function clone(templateId) {
  const root = document.getElementById(templateId).content.firstElementChild.cloneNode(true)
  return { root, parts: partsOf(root) }
}

/** An element with a class and a text. */
export function element(name, className, text = "") {
  const made = document.createElement(name)
  if (className !== "") made.className = className
  made.textContent = text
  return made
}

/** Sets text only when it differs: a live region speaks on every write. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}

/**
 * Makes `parent` hold one child per item, in order: `keyOf(item)` tells which child is whose,
 * `create(item)` makes a missing one, `update(child, item)` brings it up to date.
 */
export function syncList(parent, items, keyOf, create, update = () => {}) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]))
  let place = null
  for (const item of items) {
    const key = String(keyOf(item))
    const child = old.get(key) ?? create(item)
    old.delete(key)
    child.dataset.key = key
    const next = place ? place.nextElementSibling : parent.firstElementChild
    if (child !== next) parent.insertBefore(child, next)
    update(child, item)
    place = child
  }
  for (const child of old.values()) child.remove()
}

/**
 * Shows the first `few` of a long list, and all of it once `button` was pressed.
 * Answers the items to show now; `button` says how many there are.
 */
export function limited(button, items, few) {
  if (!button.dataset.ready) {
    button.dataset.ready = "yes"
    button.addEventListener("click", () => {
      button.dataset.all = button.dataset.all === "yes" ? "" : "yes"
      button.dispatchEvent(new CustomEvent("limit"))
    })
  }
  const all = button.dataset.all === "yes"
  button.hidden = items.length <= few
  setText(button, all ? "Show fewer" : `Show all ${items.length}`)
  return all ? items : items.slice(0, few)
}

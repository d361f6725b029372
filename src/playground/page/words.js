/** The words of Block Kit: text objects, as plain words and as they are drawn. */
import { decodeEntities, drawMrkdwn } from './mrkdwn.js'

/** A text object as plain words. @param {any} object @returns {string} */
export function readText(object) {
  const text = typeof object?.text === 'string' ? object.text : ''
  return object?.type === 'mrkdwn' ? decodeEntities(text) : text
}

/** @param {any} object @param {import('./types.js').Names} names @returns {Node[]} */
export function drawText(object, names) {
  if (object?.type === 'mrkdwn') return drawMrkdwn(readRaw(object), names)
  return [document.createTextNode(readRaw(object))]
}

/** @param {any} object @returns {string} */
function readRaw(object) {
  return typeof object?.text === 'string' ? object.text : ''
}

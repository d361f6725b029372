/** The manifest against Slack's rules that matter, and against the listeners, both ways. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { whoCallback } from '../../src/slack/shortcut/form.ts'
import { messageShortcuts } from '../../src/slack/shortcut/listeners.ts'

/** By the names that app.ts has for them. */
const callbacks: Record<string, string> = { whoCallback }
const root = join(import.meta.dirname, '../..')
type Manifest = {
  display_information: { name: string; description: string; long_description: string; background_color: string }
  features: {
    bot_user: { display_name: string }
    slash_commands: { command: string; description: string; usage_hint: string; should_escape: boolean }[]
    app_home: Record<string, boolean>
    shortcuts: { name: string; type: string; callback_id: string; description: string }[]
  }
  oauth_config: { scopes: { bot: string[]; bot_optional: string[] } }
  settings: {
    event_subscriptions: { bot_events: string[] }
    interactivity: { is_enabled: boolean }
    socket_mode_enabled: boolean
    org_deploy_enabled: boolean
    token_rotation_enabled: boolean
  }
}
const manifest = parse(readFileSync(join(root, 'manifest.yml'), 'utf8')) as Manifest
const listeners = readFileSync(join(root, 'src/slack/app.ts'), 'utf8')
const { bot, bot_optional: optional } = manifest.oauth_config.scopes

test("texts keep to Slack's lengths", () => {
  const { name, description, long_description: long, background_color: color } = manifest.display_information
  expect(name.length).toBeLessThanOrEqual(35)
  expect(description.length).toBeLessThanOrEqual(140)
  expect(long.length).toBeGreaterThanOrEqual(174)
  expect(long.length).toBeLessThanOrEqual(4000)
  expect(color).toMatch(/^#[0-9a-f]{6}$/)
  expect(manifest.features.bot_user.display_name).toMatch(/^[a-z0-9-_.]{1,80}$/)
  for (const { command, description: about, usage_hint: hint } of manifest.features.slash_commands) {
    expect(command).toMatch(/^\/[a-z0-9-]{1,31}$/)
    expect([about.length <= 2000, hint.length <= 1000]).toEqual([true, true])
  }
  for (const { name, callback_id: id, description: about } of manifest.features.shortcuts)
    expect([name.length <= 24, id.length <= 255, about.length <= 150]).toEqual([true, true, true])
})

test('the sections are those that Slack knows', () => {
  expect(Object.keys(manifest).sort()).toEqual(['display_information', 'features', 'oauth_config', 'settings'])
  expect(Object.keys(manifest.features).sort()).toEqual(['app_home', 'bot_user', 'shortcuts', 'slash_commands'])
  expect(Object.keys(manifest.settings).sort()).toEqual([
    'event_subscriptions',
    'interactivity',
    'org_deploy_enabled',
    'socket_mode_enabled',
    'token_rotation_enabled',
  ])
})

/** What a subscription or a feature demands, from Slack's reference of events and methods. */
const scopeOfEvent: Record<string, string> = { app_mention: 'app_mentions:read', 'message.im': 'im:history' }
/** Those that Slack sends without any scope. */
const freeEvents = ['app_home_opened']
const optionalScopes = ['channels:history', 'groups:history', 'files:write']
const usedScopes = ['commands', 'chat:write', ...Object.values(scopeOfEvent), 'users:read', ...optionalScopes]
/** Methods of the Web API that src calls, with what they demand; those that demand nothing are left out. */
const scopeOfMethod: Record<string, string> = {
  'users.info': 'users:read',
  'chat.postMessage': 'chat:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
}

test('scopes are the least: each is used, none is missing, history of channels and files are optional', () => {
  expect([...bot].sort()).toEqual([...new Set(usedScopes)].sort())
  expect(optional).toEqual(optionalScopes)
  for (const scope of optional) expect(bot).toContain(scope)
  for (const event of manifest.settings.event_subscriptions.bot_events)
    if (!freeEvents.includes(event)) expect(bot).toContain(scopeOfEvent[event])
})

test('a scope is there as long as somebody calls what demands it', () => {
  const folder = join(root, 'src/slack')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const called = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  const methods = Object.keys(scopeOfMethod).filter((method) => called.includes(`client.${method}(`))
  expect(methods).toEqual(Object.keys(scopeOfMethod))
  const others = Array.from(
    called.matchAll(/client\.((?:users|team|usergroups|reactions|files)\.\w+)\(/g),
    ([, method = '']) => method,
  )
  expect(others.filter((method) => scopeOfMethod[method] === undefined)).toEqual([])
  for (const method of methods) expect(bot).toContain(scopeOfMethod[method])
})

test('every scope has its line in the README, and every line its scope', () => {
  const table = readFileSync(join(root, 'README.md'), 'utf8').split('| scope | why |')[1]?.split('\n\n')[0] ?? ''
  const listed = Array.from(table.matchAll(/^\| ([^|]+) \|/gm), ([, cell = '']) =>
    Array.from(cell.matchAll(/`([^`]+)`/g), ([, scope]) => scope),
  )
  expect(listed.flat().sort()).toEqual([...bot].sort())
})

test('every listener has its entry in the manifest, and every entry its listener', () => {
  const commands = Array.from(listeners.matchAll(/commandName = '(\/[a-z]+)'/g), ([, name]) => name)
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(commands)
  const events = Array.from(listeners.matchAll(/app\.event\('([a-z_]+)'/g), ([, name]) => name)
  expect(manifest.settings.event_subscriptions.bot_events.map((event) => event.split('.')[0]).sort()).toEqual([...events].sort())
  const shortcuts = Array.from(
    listeners.matchAll(/app\.shortcut\(\{ type: 'message_action', callback_id: (\w+) \}/g),
    ([, name = '']) => callbacks[name],
  )
  expect(manifest.features.shortcuts.map(({ callback_id: id }) => id)).toEqual(shortcuts)
  expect(manifest.features.shortcuts.map(({ type, callback_id: callbackId, name }) => ({ type, callbackId, name }))).toEqual(
    messageShortcuts.map((one) => ({ type: 'message', ...one })),
  )
  expect(manifest.settings.interactivity.is_enabled).toBe(/app\.(?:action|view|shortcut)\(/.test(listeners))
})

test("the manifest is the same for Slack's command line", () => {
  const hooks = JSON.parse(readFileSync(join(root, '.slack/hooks.json'), 'utf8')) as { hooks: Record<string, string> }
  expect(hooks.hooks['get-manifest']).toBe('npm run --silent srm -- manifest')
})

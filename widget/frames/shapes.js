// What the server sends, as types: one per kind of event, and the blocks of a sheet. Nothing here runs.
// Every field but those of all events may be missing: each renderer shows what there is.

/**
 * What any event may have; the kinds below add to it.
 * @typedef {{seq: number, at: string, author: string, kind: string, text: string, client_id?: string, choice?: string,
 *   masked?: string[], procedure?: Procedure, source?: Source|null, closing?: boolean,
 *   agent?: string, asks?: string}} Event
 */
/** @typedef {Event & {case?: string[], blocks?: Block[], more?: Block[]}} Answer */
/** @typedef {Event & {reason?: string, prompt?: string, options?: Offered[]}} Choices */
/**
 * @typedef {Event & {case?: string[], documents?: Paper[], next?: {title: string, url?: string}[], notes?: Block[],
 *   cost?: Block[], delay?: Block[], deadline?: Block[], where?: Block[], appointment?: Block[], online?: Block[],
 *   validity?: Block[]}} Checklist
 */
/** @typedef {Event & {offices?: Office[], notes?: string[]}} Offices */
/**
 * @typedef {Event & {level?: string, title?: string, say?: string, calls?: Call[], retry?: number,
 *   links?: {label: string, url: string}[]}} Notice
 */
/**
 * @typedef {Event & {owner?: string, position?: number, wait_minutes?: number, reference?: string,
 *   hours?: string, say?: string}} Handoff
 */
/**
 * A text with what it tells as data beside it: a word explained, forms, letters and simulators, a step of life.
 * @typedef {Event & {definition?: {id: string, title: string}, forms?: Pointer[], tools?: Pointer[],
 *   blocks?: Block[]}} Told
 */

/** @typedef {{id: string, title: string, sheet?: string, url?: string}} Procedure */
/** @typedef {{title: string, url: string, date: string, producer?: string, feed?: Feed}} Source */
/** @typedef {{producer: string, url: string, file: string, date: string}} Feed */
/**
 * @typedef {{choice: string, label: string, procedure?: Procedure, deadline?: string,
 *   procedures?: Procedure[]}} Offered
 */
/** @typedef {{id: string, text: string, blocks?: Block[]}} Paper */
/** @typedef {{label: string, href: string, number?: string, when?: string}} Call */
/** @typedef {{title: string, url: string, number?: string}} Pointer */
/**
 * @typedef {{id: string, title: string, address?: string[], phone?: {number: string, label?: string}[],
 *   hours?: {days: string, times: string, note?: string}[], notes?: string[], open?: boolean|null, today?: string,
 *   email?: string, url?: string, contact_url?: string, appointment_url?: string, accessibility?: string,
 *   map_url?: string, directory_url?: string}} Office
 */

/** @typedef {{start: number, end: number, kind: string, target?: string}} Mark marks count characters */
/** @typedef {{text: string, marks?: Mark[]}} RichText */
/** @typedef {{blocks: Block[], colspan?: number, rowspan?: number}} Cell */
/** @typedef {{cells: Cell[], header?: boolean}} Row */
/** @typedef {{id: string, label: string, blocks: Block[]}} Option */
/**
 * A block of a sheet, told apart by `kind`: each kind has some of the fields.
 * @typedef {{kind: string, content?: RichText, id?: string, title?: string, blocks?: Block[], items?: Block[][],
 *   ordered?: boolean, rows?: Row[], level?: string|number, options?: Option[], question?: string, url?: string,
 *   type?: string, cerfa?: string, provider?: string, annexes?: Pointer[], notices?: Pointer[], target?: string,
 *   note?: string}} Block
 */

/**
 * What a frame may ask of the conversation.
 * @typedef {{
 *   choose: (choice: string, label: string) => void,
 *   ask: (text: string) => void,
 *   open: (procedure: string, title: string) => void,
 *   retry: (seq: number) => void,
 *   rate: (seq: number, rating: string, comment?: string) => Promise<void>,
 *   satisfy: (score: number, comment?: string) => Promise<void>,
 *   ticks: (procedure: string) => {has(document: string): boolean, set(document: string, ready: boolean): void},
 *   human: () => void,
 * }} Actions
 */

export {};

import type { Reply } from '../fakes/scripted-openai.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import { strictSpec } from './shelf-spec.js';

/** What a person writes first. */
export const ROOMS_WISH = 'We want a list of our meeting rooms with their seats. Each room says whether it is large: ten seats or more. A room without seats is a mistake.';

const SEATS_MESSAGE = 'A room needs at least one seat.';

const rooms = (more: { fields?: readonly unknown[]; answer?: string } = {}): ModuleSpec =>
  parseModuleSpec({
    name: 'rooms_demo', title: 'Meeting Rooms', summary: 'Meeting rooms and their seats',
    assumptions: ['One building only.'],
    openQuestions: [{ id: 'Q-1', question: 'May everybody change the rooms?', suggestions: ['Yes', 'No'], ...(more.answer === undefined ? {} : { answer: more.answer }) }],
    acceptance: [
      {
        id: 'AC-1', title: 'A room needs a seat', given: 'no rooms', when: 'a room without seats is made', then: 'it is refused',
        scenario: [{ do: 'create', model: 'rooms.room', values: { name: 'Cellar', seats: 0 }, refused: true, message: SEATS_MESSAGE }],
      },
      { id: 'AC-2', title: 'Large rooms are told', given: 'a room', when: 'it has ten seats', then: 'its size is large' },
    ],
    models: [{
      name: 'rooms.room', label: 'Room',
      fields: [
        { name: 'name', type: 'char', label: 'Name', required: true },
        { name: 'seats', type: 'integer', label: 'Seats', default: 1 },
        { name: 'size', type: 'char', label: 'Size', compute: { words: 'large from ten seats on, else small', depends: ['seats'] } },
        ...(more.fields ?? []),
      ],
      constraints: [{ id: 'seats_positive', check: 'seats > 0', message: SEATS_MESSAGE }],
      access: [{ group: 'base.group_user', read: true, write: true, create: true, delete: true }],
    }],
  });

const FLOOR = { name: 'floor', type: 'integer', label: 'Floor' };
const MODEL_FILE = 'models/rooms_room.py';
const edit = (explanation: string, search: string, replace: string) => ({ json: { explanation, edits: [{ path: MODEL_FILE, search, replace }], files: [], impossible: null } });

/** What the language model makes of the wish. */
export const ROOMS_SPEC = rooms();

/** What the language model says on the way, one answer a call. The first body is wrong by one: ten seats are not large. */
export const ROOMS_ANSWERS = {
  spec: { json: strictSpec(ROOMS_SPEC) },
  floorAdded: { json: { touched: ['models/rooms.room/fields/floor'], spec: strictSpec(rooms({ fields: [FLOOR] })) } },
  questionAnswered: { json: { touched: ['openQuestions/Q-1'], spec: strictSpec(rooms({ fields: [FLOOR], answer: 'Yes' })) } },
  tests: { json: { bodies: [{ id: 'acceptance/AC-2', code: "room = self.env['rooms.room'].create({'name': 'Oak', 'seats': 10})\nself.assertEqual(room.size, 'large')" }] } },
  wrongBody: { json: { bodies: [{ id: 'rooms.room/compute/size', code: "for record in self:\n    record.size = 'large' if record.seats > 10 else 'small'" }] } },
  rightBody: { json: { bodies: [{ id: 'rooms.room/compute/size', code: "for record in self:\n    record.size = 'large' if record.seats >= 10 else 'small'" }] } },
  repaired: edit('Ten seats count as large now.', 'record.seats > 10', 'record.seats >= 10'),
  remarkDone: edit('The seats say what they count.', 'seats = fields.Integer(', 'seats = fields.Integer(\n        help="Chairs at the table",'),
} satisfies Record<string, Reply>;

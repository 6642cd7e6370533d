// A person in Odoo's web client: takes steps of a journey (src/domain/journey.ts) with Playwright's page. The text of this
// one function is sent to Playwright MCP inside the sandbox (drive-script.ts); it knows nothing but its two arguments.
// Whatever it cannot find or does not know ends as `not_driven`: a module is red only for what Odoo itself says.
async (page, { module, steps, records, actions, budgetMs }) => {
  const ACT = { timeout: 4000 };
  const SETTLE_MS = 15000;
  const OURS = '/web/dataset/call_kw/omb.drive';
  const FORM = '.o_action_manager .o_form_view';
  const end = Date.now() + budgetMs;
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  class NotDriven extends Error {}
  /** It may have been done or not: nothing can come after it. */
  class Unknown extends NotDriven {}
  /** The module is wrong. */
  class Broken extends Error {}

  // What the page asks of Odoo, and what Odoo refuses.
  const pending = new Set();
  let savedId = null;
  /** What the form sent last to be saved. */
  let sent = {};
  let called = false;
  let answers = [];
  let loud = [];
  const isAsked = (request) => ['xhr', 'fetch'].includes(request.resourceType()) && !request.url().includes(OURS);
  const onRequest = (request) => {
    if (!isAsked(request)) return;
    pending.add(request);
    if (request.url().includes('/call_button')) called = true;
    if (request.url().includes('/web_save')) sent = request.postDataJSON()?.params?.args?.[1] ?? {};
  };
  const onFailed = (request) => { pending.delete(request); };
  const onResponse = async (response) => {
    if (!isAsked(response.request())) return;
    try {
      if (!(response.headers()['content-type'] ?? '').includes('json')) return;
      const body = await response.json();
      if (body.error) answers.push({ name: body.error.data?.name ?? '', message: String(body.error.data?.message ?? body.error.message ?? ''), debug: String(body.error.data?.debug ?? '') });
      else if (response.url().includes('/web_save')) savedId = body.result?.[0]?.id ?? savedId;
    } catch {
      // A page that was left while it loaded.
    } finally {
      pending.delete(response.request());
    }
  };
  // That Odoo lacks a file of its own is not the module's doing.
  const isOfOdoo = (message) => /^Failed to load resource/.test(message.text()) && !new URL(message.location().url, 'http://odoo').pathname.startsWith(`/${module}/`);
  const onConsole = (message) => { if (message.type() === 'error' && !isOfOdoo(message)) loud.push(message.text()); };
  const onPageError = (error) => { loud.push(String(error?.stack ?? error)); };

  /** Until nothing has been asked for a moment. */
  const settle = async (quiet = 100) => {
    const limit = Date.now() + SETTLE_MS;
    let calm = Date.now();
    while (Date.now() < limit && Date.now() - calm < quiet) {
      if (pending.size > 0) calm = Date.now();
      await sleep(15);
    }
  };
  /** After something that changes records: what has not come back cannot be judged. */
  const settled = async () => {
    await settle();
    if (pending.size > 0) await settle();
    if (pending.size > 0) throw new Unknown(`Odoo did not answer within ${(2 * SETTLE_MS) / 1000} seconds`);
  };
  /** Asks again for a while: what is drawn may be a moment behind what is known. */
  const soon = async (isSo) => {
    for (let at = 0; at < 8; at += 1) {
      if (await isSo()) return true;
      await sleep(200);
    }
    return isSo();
  };

  /** Asks Odoo past the page, as whoever is signed in. */
  const ask = (model, method, args = [], kwargs = {}) => page.evaluate(async ([url, params]) => {
    const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', params }) });
    const body = await response.json();
    return body.error ? { error: String(body.error.data?.message ?? body.error.message) } : { result: body.result };
  }, [OURS, { model, method, args, kwargs }]);
  const must = async (...question) => {
    const { result, error } = await ask(...question);
    if (error !== undefined) throw new NotDriven(`Odoo does not answer what the driver has to know: ${error}`);
    return result;
  };

  const shown = (selector) => page.locator(selector).filter({ visible: true });
  const isShown = async (selector) => (await shown(selector).count()) > 0;
  const dialogTexts = () => page.evaluate(() => [...document.querySelectorAll('.modal .o_error_dialog, .modal.o_error_dialog, .o_error_dialog, .modal .o_dialog_error')].map((dialog) => dialog.innerText.trim().replace(/\s*\n\s*Close$/, '').replace(/\n{2,}/g, '\n')));
  const complaints = () => page.evaluate(() => [...document.querySelectorAll('.o_notification')].filter((each) => each.querySelector('.bg-danger, .text-bg-danger, .border-danger') || /danger/.test(each.className)).map((each) => each.innerText.trim()));

  /** Closes what stands above the page, and gives up what was typed and not saved. */
  const dismiss = async () => {
    for (let at = 0; at < 5 && (await isShown('.modal')); at += 1) {
      const close = shown('.modal .o-default-button, .modal .btn-close, .modal footer .btn').last();
      if ((await close.count()) === 0) break;
      await close.click(ACT).catch(() => undefined);
      await sleep(100);
    }
    const cancel = shown(`${FORM} .o_form_button_cancel`);
    if ((await cancel.count()) > 0) await cancel.first().click(ACT).catch(() => undefined);
    for (const close of await shown('.o_notification .o_notification_close').all()) await close.click(ACT).catch(() => undefined);
    await settle(60);
  };

  const REFUSALS = ['odoo.exceptions.UserError', 'odoo.exceptions.ValidationError', 'odoo.exceptions.AccessError', 'odoo.exceptions.MissingError', 'odoo.exceptions.RedirectWarning', 'odoo.exceptions.AccessDenied'];
  /** Odoo's "no" since the step began: in words; null when there was none. @throws Broken when it is no "no" but a fault */
  const refusal = async () => {
    // Ours: the database is made anew between journeys.
    if (answers.some(({ name }) => /SessionExpired|^psycopg2\..*(OperationalError|InterfaceError|AdminShutdown)/.test(name))) throw new NotDriven('the connection to the database was lost');
    const fault = answers.find(({ name }) => !REFUSALS.includes(name));
    if (fault !== undefined) throw new Broken(`Odoo failed: ${fault.message}\n${fault.debug}`);
    if (answers.length > 0) {
      for (let at = 0; at < 20 && (await dialogTexts()).length === 0; at += 1) await sleep(50);
      const words = (await dialogTexts()).join('\n');
      return { words, message: answers.at(-1).message, ofRights: answers.some(({ name }) => /AccessError|MissingError/.test(name)) };
    }
    const [dialog] = await dialogTexts();
    if (dialog !== undefined) {
      await sleep(150);
      const cause = /Caused by: (.*)/.exec(loud.join('\n'))?.[1];
      throw new Broken(`The page shows an error: ${cause ?? dialog}\n${loud.join('\n')}`);
    }
    const missing = await complaints();
    return missing.length === 0 ? null : { words: missing.join('\n'), ofForm: true, asks: true, message: missing.join('\n') };
  };

  // Where the browser is.
  let here = null;
  const open = async (model, viewType, resId) => {
    const action = actions[model];
    if (action === undefined) throw new NotDriven('no page of the module opens its records');
    const place = `${model} ${viewType} ${resId ?? 'new'}`;
    if (here === place && viewType === 'form' && resId !== undefined) return;
    await dismiss();
    here = null;
    const told = await page.evaluate(async ([id, viewType, resId]) => {
      const { action } = odoo.__WOWL_DEBUG__.root.env.services;
      const { views = [] } = await action.loadAction(id);
      if (!views.some(([, type]) => type === viewType)) return 'no view';
      // The bar above names the app in which a person finds the page.
      const menus = odoo.__WOWL_DEBUG__.root.env.services.menu;
      const entry = menus.getAll().find(({ actionID }) => actionID === id);
      if (entry !== undefined) menus.setCurrentMenu(entry);
      document.querySelector('.o_action_manager > *')?.setAttribute('data-omb-old', '1');
      window.ombOpened = null;
      action.doAction(id, { clearBreadcrumbs: true, viewType, props: resId === undefined ? {} : { resId } }).then(() => { window.ombOpened = 'done'; }, (error) => { window.ombOpened = String(error?.data?.message ?? error?.message ?? error); });
      return null;
    }, [action, viewType, resId]);
    if (told !== null) throw new NotDriven(`its page has no ${viewType}`);
    const limit = Date.now() + SETTLE_MS;
    while (Date.now() < limit) {
      await settle(60);
      if (answers.length > 0 || (await dialogTexts()).length > 0) return;
      if ((await page.evaluate(() => window.ombOpened)) !== null && (await isShown(`.o_action_manager > :not([data-omb-old]) .o_${viewType}_renderer, .o_action_manager > .o_${viewType}_view:not([data-omb-old])`))) break;
    }
    if (Date.now() >= limit) throw new NotDriven(`the ${viewType} was not drawn within ${SETTLE_MS / 1000} seconds`);
    here = place;
  };

  const record = (name) => {
    const found = records[name];
    if (found === undefined) throw new NotDriven(`there is no record “${name}”, because the step that makes it was not done`);
    return found;
  };
  /** `order.partner_id`: the record to which a field of a known one leads now. */
  const follow = async (path) => {
    const [name, ...fields] = path.split('.');
    if (records[path] !== undefined && records[name] === undefined) return;
    let at = record(name);
    for (const field of fields) {
      const { [field]: { relation } = {} } = await must(at.model, 'fields_get', [[field]], { attributes: ['relation'] });
      const [row] = await must(at.model, 'read', [[at.id], [field]]);
      if (!relation || !Array.isArray(row?.[field]) || typeof row[field][1] !== 'string') throw new NotDriven(`“${path}” leads to no record`);
      at = { model: relation, id: row[field][0], name: row[field][1] };
    }
    records[path] = at;
  };
  const remember = async (name, model, id) => {
    if (name === null) return;
    const { result } = await ask(model, 'read', [[id], ['display_name']]);
    records[name] = { model, id, name: result?.[0]?.display_name ?? '' };
  };

  // Fields of the form.
  const within = (name) => `${FORM} .o_field_widget[name="${name}"]:not(.o_list_renderer .o_field_widget)`;
  /** The field's widget, on whichever tab it is; null when the form does not show it. */
  const widgetOf = async (name) => {
    const find = () => shown(within(name)).first();
    if ((await find().count()) > 0) return find();
    const tabs = shown(`${FORM} .o_notebook_headers .nav-link`);
    for (let at = 0; at < (await tabs.count()); at += 1) {
      await tabs.nth(at).click(ACT);
      await settle(30);
      if ((await find().count()) > 0) return find();
    }
    return null;
  };

  const dayText = (value) => page.evaluate((day) => {
    const { localization } = odoo.loader.modules.get('@web/core/l10n/localization');
    if (day.kind === 'moment') {
      const moment = (day.iso === null ? luxon.DateTime.local().startOf('second') : luxon.DateTime.fromSQL(day.iso, { zone: 'utc' }).setZone(luxon.Settings.defaultZone)).plus({ months: day.months, days: day.days });
      return { typed: moment.toFormat(localization.dateTimeFormat), iso: moment.toUTC().toFormat('yyyy-MM-dd HH:mm:ss'), texts: ['MMM d', 'h:mm'].map((format) => moment.toFormat(format)) };
    }
    const from = day.iso === null ? luxon.DateTime.local().startOf('day') : luxon.DateTime.fromISO(day.iso);
    const at = from.plus({ months: day.months, days: day.days });
    return { typed: at.toFormat(localization.dateFormat), iso: at.toFormat('yyyy-MM-dd'), texts: [localization.dateFormat, 'DD', 'MMM d, yyyy', 'MMM d', 'LLL d', 'MM/dd/yyyy', 'M/d/yyyy'].map((format) => at.toFormat(format)) };
  }, value);
  const labelOf = async (value) => (value.kind === 'user' ? page.evaluate(() => odoo.loader.modules.get('@web/core/user').user.name) : null);

  const kindOf = (widget) => widget.evaluate((element) => {
    const has = (selector) => element.querySelector(selector) !== null;
    if (element.classList.contains('o_readonly_modifier') || element.classList.contains('o_field_statusbar')) return 'readonly';
    if (has('.o_field_tags .o-autocomplete--input')) return 'tags';
    if (has('.o-autocomplete--input')) return 'one';
    if (has('.o_select_menu input')) return 'menu';
    if (has('select')) return 'select';
    if (has('input[type=radio]')) return 'radio';
    if (has('input[type=checkbox]')) return 'checkbox';
    if (has('[contenteditable=true]')) return 'rich';
    if (has('[data-field]')) return 'day';
    if (has('input[type=text], input:not([type]), input[type=number], input[type=email], input[type=tel], input[type=url], textarea')) return 'text';
    return 'unknown';
  });

  /** Picks what is called so from the list below a many2one. */
  const pick = async (widget, label, name) => {
    const input = widget.locator('.o-autocomplete--input').first();
    await input.click(ACT);
    if (name !== null) await input.fill(name, ACT);
    await sleep(30);
    const list = shown('.o-autocomplete--dropdown-menu .o-autocomplete--dropdown-item');
    const limit = Date.now() + 5000;
    while (Date.now() < limit) {
      await settle(60);
      // The list may be another when the click comes: what is aimed at is the one that was read, not the place where it stood. One that is gone by then is looked for again.
      const rows = await list.elementHandles();
      const items = await Promise.all(rows.map((row) => row.evaluate((each) => ({ text: each.innerText.trim().split('\n')[0].trim(), own: each.className.includes('o_m2o_dropdown_option') || each.querySelector('.o_loading') !== null })).catch(() => ({ own: true }))));
      const found = rows.filter((_, index) => !items[index].own && (name === null || items[index].text === name));
      if (name !== null && found.length > 1) throw new NotDriven(`several records are called “${name}”, and “${label}” does not tell them apart`);
      if (found.length > 0 && (await found[0].click(ACT).then(() => true, () => false))) {
        await settle();
        // "Loading" stands where a name stood: a click there picks nothing, and leaves the list open.
        if (!(await isShown('.o-autocomplete--dropdown-menu'))) return;
      }
      await sleep(60);
    }
    throw new NotDriven(name === null ? `“${label}” offers nothing` : `“${label}” does not offer “${name}”`);
  };

  const fill = async (widget, { label, value }) => {
    const kind = await kindOf(widget);
    if (kind === 'readonly') throw new NotDriven(`“${label}” cannot be filled in on the form`);
    const fits = { text: ['text', 'rich'], number: ['text'], truth: ['checkbox'], choice: ['menu', 'select', 'radio'], day: ['day', 'text'], moment: ['day'], records: value.one ? ['one'] : ['tags'], user: ['one'], any: ['one'], nothing: ['text', 'one', 'day'] }[value.kind];
    if (!fits.includes(kind)) throw new NotDriven(`the widget of “${label}” is not one that the driver knows`);
    switch (kind) {
      case 'text': {
        const text = value.kind === 'day' ? (await dayText(value)).typed : value.kind === 'number' ? String(value.number) : value.kind === 'text' ? value.text : '';
        const input = widget.locator('input, textarea').filter({ visible: true }).first();
        await input.fill(text, ACT);
        if ((await input.inputValue(ACT)) !== text) throw new NotDriven(`“${label}” does not take the whole text`);
        await input.press('Tab', ACT);
        break;
      }
      case 'rich':
        await widget.locator('[contenteditable=true]').first().click(ACT);
        await page.keyboard.insertText(value.text);
        await page.keyboard.press('Tab');
        break;
      case 'checkbox': {
        const box = widget.locator('input[type=checkbox]').first();
        if ((await box.isChecked()) !== value.truth) await box.click({ ...ACT, force: true });
        break;
      }
      case 'menu': {
        await widget.locator('.o_select_menu input').first().click(ACT);
        const item = shown('.o_select_menu_menu .o_select_menu_item, .o_field_selection_menu .o_select_menu_item').filter({ hasText: value.label });
        await item.first().waitFor(ACT).catch(() => { throw new NotDriven(`“${label}” does not offer “${value.label}”`); });
        const texts = await item.allInnerTexts();
        await item.nth(Math.max(0, texts.findIndex((text) => text.trim() === value.label))).click(ACT);
        break;
      }
      case 'select':
        await widget.locator('select').selectOption({ label: value.label }, ACT);
        break;
      case 'radio':
        await widget.locator('label').filter({ hasText: value.label }).first().click(ACT);
        break;
      case 'day': {
        const text = value.kind === 'nothing' ? '' : (await dayText(value)).typed;
        const closed = widget.locator('button[data-field]').first();
        if ((await closed.count()) > 0) await closed.click(ACT);
        const input = widget.locator('input[data-field]').first();
        await input.fill(text, ACT);
        await input.press('Enter', ACT);
        break;
      }
      case 'one':
        if (value.kind === 'nothing') {
          await widget.locator('.o-autocomplete--input').first().fill('', ACT);
          await page.keyboard.press('Tab');
        } else await pick(widget, label, value.kind === 'any' ? null : value.kind === 'user' ? await labelOf(value) : record(value.names[0]).name);
        break;
      case 'tags':
        for (const name of value.names) await pick(widget, label, record(name).name);
        await page.keyboard.press('Escape');
        break;
    }
    await settle(60);
  };

  /** Fills in what the form shows; gives the fillings that it does not. */
  const fillForm = async (values) => {
    const absent = [];
    for (const filling of values) {
      const widget = await widgetOf(filling.field);
      if (widget === null) absent.push(filling);
      else await fill(widget, filling);
    }
    // What one field sets in another comes after it was typed: a person looks over the form and types again.
    for (const filling of values.filter((each) => !absent.includes(each))) {
      const told = await look(filling);
      if (told === null && (filling.value.kind === 'number' || filling.value.kind === 'moment')) throw new NotDriven(`what “${filling.label}” makes of a ${filling.value.kind} is not known`);
      if (!told) continue;
      await fill(await widgetOf(filling.field), filling);
      if (await look(filling)) throw new NotDriven(`“${filling.label}” does not keep what is typed`);
    }
    return absent;
  };

  /** Presses "save" on a form that was filled in; Odoo's "no", or null. */
  const save = async (values) => {
    [savedId, sent] = [null, {}];
    const button = shown(`${FORM} .o_form_button_save`);
    if ((await button.count()) > 0) {
      await button.first().click(ACT);
      await settled();
    }
    const no = await refusal();
    // Odoo's answer counts for what was sent: a name that is typed and not picked looks like one that is.
    for (const { field, label, value } of values) {
      const isOne = value.kind === 'user' || (value.kind === 'records' && value.one);
      if (isOne && field in sent && sent[field] !== (await raw(value))) throw new (savedId === null ? NotDriven : Unknown)(`“${label}” does not keep what is picked`);
    }
    return no;
  };

  const requiredOf = async (model, fields) => {
    const told = await must(model, 'fields_get', [fields.map(({ field }) => field)], { attributes: ['required'] });
    return fields.filter(({ field }) => told[field]?.required === true);
  };
  const names = (fillings) => fillings.map(({ label }) => `“${label}”`).join(', ');

  /** A value as Odoo's own methods take it. */
  const raw = async (value) => {
    switch (value.kind) {
      case 'text': return value.text;
      case 'number': return value.number;
      case 'truth': return value.truth;
      case 'choice': return value.id;
      case 'day': case 'moment': return (await dayText(value)).iso;
      case 'records': return value.one ? record(value.names[0]).id : [[6, 0, value.names.map((name) => record(name).id)]];
      case 'user': return page.evaluate(() => odoo.loader.modules.get('@web/core/user').user.userId);
      case 'any': throw new NotDriven('there is nothing to choose');
      default: return false;
    }
  };
  const rawValues = async (values) => Object.fromEntries(await Promise.all(values.map(async ({ field, value }) => [field, await raw(value)])));

  const has = async (model, operation, ids = []) => (await must(model, 'has_access', [ids, operation])) === true;

  const take = {
    async create(step) {
      if (!(await has(step.model, 'create'))) return { no: { words: 'Odoo offers no “New” to this person', ofForm: true, ofRights: true } };
      await open(step.model, 'form', undefined);
      const absent = await fillForm(step.values);
      here = null;
      const no = await save(step.values);
      if (no !== null) {
        const needed = absent.length === 0 ? [] : await requiredOf(step.model, absent);
        if (!step.refused && needed.length > 0) throw new Broken(`The form cannot be saved, because it lacks what must be filled in: ${names(needed)}. It says: ${no.words}`);
        if (absent.length > 0) throw new NotDriven(`the form does not show ${names(absent)}`);
        return { no };
      }
      if (savedId === null) throw new NotDriven('the form was not saved, and nothing says why');
      here = `${step.model} form ${savedId}`;
      await remember(step.as, step.model, savedId);
      if (absent.length > 0 && step.refused) throw new NotDriven(`the form does not show ${names(absent)}`);
      if (absent.length === 0) return { no: null };
      here = null;
      const { error } = await ask(step.model, 'write', [[savedId], await rawValues(absent)]);
      if (error !== undefined) throw new NotDriven(`the form does not show ${names(absent)}`);
      return { no: null, beside: `the form does not show ${names(absent)}; it was set behind the page` };
    },
    async write(step) {
      const { model, id } = record(step.record);
      await open(model, 'form', id);
      const early = await refusal();
      if (early !== null) return { no: { ...early, ofForm: true } };
      if (!(await has(model, 'write', [id]))) return { no: { words: 'Odoo lets this person only read the form', ofForm: true, ofRights: true } };
      const absent = await fillForm(step.values);
      if (absent.length > 0) throw new NotDriven(`the form does not show ${names(absent)}`);
      const no = await save(step.values);
      if (no === null && savedId === null && step.refused) throw new NotDriven('the form had nothing to save');
      if (no !== null) here = null;
      else await remember(step.record, model, id);
      return { no };
    },
    async press(step) {
      const { model, id } = record(step.record);
      await open(model, 'form', id);
      const early = await refusal();
      if (early !== null) return { no: { ...early, ofForm: true } };
      const selector = `${FORM} button[name="${step.button}"]:not(.o_list_renderer button)`;
      if (!(await isShown(selector))) {
        for (const tab of await shown(`${FORM} .o_notebook_headers .nav-link`).all()) {
          await tab.click(ACT);
          await settle(30);
          if (await isShown(selector)) break;
        }
      }
      if (!(await (step.refused ? isShown(selector) : soon(() => isShown(selector))))) {
        const views = await must(model, 'get_views', [await page.evaluate(async (action) => (await odoo.__WOWL_DEBUG__.root.env.services.action.loadAction(action)).views.filter(([, type]) => type === 'form'), actions[model])]);
        const isThere = new RegExp(`<button[^>]*\\bname="${step.button}"`).test(views.views?.form?.arch ?? '');
        if (step.refused || step.sample) return { no: { words: 'Odoo does not offer the button', ofForm: true } };
        if (isThere) throw new Broken(`The form hides the button “${step.label}” (${step.button}) here, where it is needed.`);
        throw new NotDriven('this person’s form has no such button');
      }
      const button = shown(selector).first();
      if (!(await button.isEnabled())) throw new NotDriven('the button cannot be pressed');
      called = false;
      await button.click(ACT);
      await settled();
      // A button that asks first.
      if (answers.length === 0 && (await isShown('.modal .modal-footer .btn-primary')) && (await dialogTexts()).length === 0 && !(await isShown('.modal .o_form_view'))) {
        await shown('.modal .modal-footer .btn-primary').first().click(ACT);
        await settled();
      }
      const no = await refusal();
      if (no === null && !called) throw new NotDriven('the button asks Odoo for nothing');
      if (no !== null || (await isShown('.modal'))) here = null;
      if (!(await isShown(FORM))) here = null;
      return { no };
    },
    async delete(step) {
      const { model, id } = record(step.record);
      await open(model, 'form', id);
      const early = await refusal();
      if (early !== null) return { no: { ...early, ofForm: true } };
      const cog = shown('.o_control_panel .o_cp_action_menus .dropdown-toggle');
      if ((await cog.count()) === 0) throw new NotDriven('the page has no menu of actions');
      await cog.last().click(ACT);
      const item = shown('.o-dropdown--menu .o_menu_item, .o-dropdown--menu .dropdown-item').filter({ hasText: /^\s*Delete\s*$/ });
      if ((await item.count()) === 0) {
        await page.keyboard.press('Escape');
        if (!step.refused) throw new NotDriven('the page does not offer to delete');
        return { no: { words: 'Odoo does not offer to delete', ofForm: true } };
      }
      await item.first().click(ACT);
      const yes = shown('.modal .modal-footer .btn-primary, .modal .modal-footer .btn-danger');
      await yes.first().waitFor(ACT).catch(() => undefined);
      if ((await yes.count()) > 0) await yes.first().click(ACT);
      here = null;
      await settled();
      return { no: await refusal() };
    },
    async expect(step) {
      const { model, id } = record(step.record);
      await open(model, 'form', id);
      const no = await refusal();
      if (no !== null || step.refused) {
        here = null;
        return { no };
      }
      const wrong = [];
      const unseen = [];
      for (const filling of step.looks) {
        let told = '';
        await soon(async () => !(told = await look(filling)));
        if (told === null) unseen.push(filling);
        else if (told !== '') wrong.push(told);
      }
      if (wrong.length > 0) throw new Broken(wrong.join(' '));
      if (unseen.length === step.looks.length) throw new NotDriven(`the form does not show ${names(unseen)}`);
      return { no: null, note: unseen.length + step.unsaid === 0 ? null : `${step.looks.length - unseen.length} of ${step.looks.length + step.unsaid} parts are shown in one field, and hold` };
    },
    async search(step) {
      await open(step.model, 'list', undefined);
      const no = await refusal();
      if (no !== null || step.refused) {
        here = null;
        return { no };
      }
      here = null;
      for (let at = 0; at < 10 && (await isShown('.o_searchview .o_facet_remove')); at += 1) {
        await shown('.o_searchview .o_facet_remove').first().click(ACT);
        await settle(40);
      }
      for (const filling of step.filters) await narrow(filling);
      await settle();
      const found = await refusal();
      if (found !== null) return { no: found };
      const count = () => page.locator('.o_action_manager .o_list_view .o_data_row').count();
      const isRight = async () => (await count()) === step.equals || (step.atLeast && (await count()) > step.equals);
      if (await soon(isRight)) return { no: null };
      const rows = await count();
      // The box searches by parts of names, so it may find more than was meant.
      if (rows > step.equals) throw new NotDriven(`the list shows ${rows} rows, for the box searches by parts of names`);
      const terms = await Promise.all(step.filters.map(async ({ field, value }) => [field, '=', await raw(value)]));
      if ((await must(step.model, 'search_count', [terms])) < step.equals) throw new NotDriven('not all that is counted is shown to this person');
      if (step.equals > 80 || /\S/.test(await page.evaluate(async (action) => String((await odoo.__WOWL_DEBUG__.root.env.services.action.loadAction(action)).domain || '').replace(/^\[\s*\]$/, ''), actions[step.model]))) throw new NotDriven('the page shows only some of the records');
      throw new Broken(`The list shows ${rows} rows, and ${step.equals} ${step.equals === 1 ? 'is' : 'are'} expected.`);
    },
  };

  /** Types or picks one condition in the search box. */
  const narrow = async ({ label, value }) => {
    const text = value.kind === 'text' ? value.text : value.kind === 'records' && value.one ? record(value.names[0]).name : null;
    if (text !== null && text !== '') {
      await shown('.o_searchview_input').first().fill(text, ACT);
      await settle(60);
      const items = shown('.o_searchview_autocomplete .o-dropdown-item, .o_searchview_autocomplete .dropdown-item');
      await items.first().waitFor(ACT).catch(() => undefined);
      const texts = (await items.allInnerTexts()).map((each) => each.replace(/\s+/g, ' ').trim());
      const at = texts.findIndex((each) => each.toLowerCase().startsWith(`search ${label.toLowerCase()} for:`));
      if (at < 0) {
        await page.keyboard.press('Escape');
        await shown('.o_searchview_input').first().fill('', ACT);
        throw new NotDriven(`the search box does not look for “${label}”`);
      }
      await items.nth(at).click(ACT);
      await settle(60);
      return;
    }
    if (value.kind !== 'choice') throw new NotDriven(`the search box cannot say “${label}”`);
    await shown('.o_searchview_dropdown_toggler').first().click(ACT);
    const filter = shown('.o_filter_menu .dropdown-item, .o_filter_menu .o_menu_item').filter({ hasText: value.label });
    await filter.first().waitFor({ timeout: 1500 }).catch(() => undefined);
    const texts = (await filter.allInnerTexts()).map((each) => each.trim());
    const at = texts.indexOf(value.label);
    if (at < 0) {
      await page.keyboard.press('Escape');
      throw new NotDriven(`the list has no filter “${value.label}”`);
    }
    await filter.nth(at).click(ACT);
    await settle(60);
    await page.keyboard.press('Escape');
  };

  /** Compares what the field shows: '' when it is what it should be, null when that cannot be told. */
  const look = async ({ field, label, value }) => {
    const widget = await widgetOf(field);
    if (widget === null) return null;
    const seen = await widget.evaluate((element) => {
      const box = element.querySelector('input[type=checkbox]');
      if (box) return { truth: box.checked };
      const radio = element.querySelector('input[type=radio]');
      if (radio) return { text: element.querySelector('input[type=radio]:checked')?.closest('div')?.innerText.trim() ?? '' };
      const current = element.querySelector('.o_arrow_button_current');
      if (current) return { text: current.innerText.trim() };
      const input = element.querySelector('input, textarea, select');
      if (input) return { text: (input.tagName === 'SELECT' ? (input.selectedOptions[0]?.innerText ?? '') : input.value).trim() };
      if (element.querySelector('.o_tag, .o_list_renderer, .o_kanban_renderer')) return {};
      if (element.innerText.trim() === '' && element.querySelector('img, i, svg')) return {};
      return { text: element.innerText.trim() };
    });
    const differs = (wanted) => `“${label}” shows ${seen.text === '' ? 'nothing' : `“${seen.text}”`}, and ${wanted} is expected.`;
    if (seen.truth !== undefined) return value.kind !== 'truth' ? null : seen.truth === value.truth ? '' : `“${label}” is ${seen.truth ? '' : 'not '}ticked.`;
    if (seen.text === undefined) return null;
    const plain = (text) => text.replace(/\s+/g, ' ').trim();
    switch (value.kind) {
      case 'text': return plain(seen.text).includes(plain(value.text)) ? '' : differs(`“${value.text}”`);
      case 'choice':
        if (seen.text.toLowerCase() === value.label.toLowerCase()) return '';
        return (await widget.evaluate((element) => ['selection', 'statusbar', 'badge', 'radio'].some((kind) => element.classList.contains(`o_field_${kind}`)))) ? differs(`“${value.label}”`) : null;
      case 'records': return value.one ? (seen.text.includes(record(value.names[0]).name) ? '' : differs(`“${record(value.names[0]).name}”`)) : null;
      case 'number': {
        const digits = seen.text.replace(/[^\d.,-]/g, '').replaceAll(',', '');
        // A share, hours and minutes, thousands in short: not the number itself.
        if (digits === '' || !Number.isFinite(Number(digits)) || /[%:/]|\d\s?[kMG]\b/.test(seen.text)) return null;
        // What is shown is rounded to what the field shows.
        const places = digits.split('.')[1]?.length ?? 0;
        return Math.abs(Number(digits) - value.number) <= 0.5 * 10 ** -places + 1e-9 ? '' : differs(String(value.number));
      }
      case 'day': {
        const { texts } = await dayText(value);
        if (texts.includes(seen.text)) return '';
        return seen.text === '' || /^\d\d\/\d\d\/\d{4}$/.test(seen.text) || /^[A-Z][a-z]{2} \d{1,2}(, \d{4})?$/.test(seen.text) ? differs(texts[0]) : null;
      }
      case 'moment': {
        const { texts, typed } = await dayText(value);
        return seen.text === '' ? differs(typed) : seen.text === typed || texts.every((text) => seen.text.includes(text)) ? '' : null;
      }
      case 'nothing': return seen.text === '' ? '' : null;
      default: return null;
    }
  };

  /** Done past the page, so that the steps after it find what they need; false when it cannot be. */
  const behind = async (step) => {
    here = null;
    if (step.refused || step.undrivable !== null) return false;
    const asked = async (...question) => (await ask(...question)).error === undefined;
    try {
      switch (step.do) {
        case 'create': {
          const { result, error } = await ask(step.model, 'create', [[await rawValues(step.values)]]);
          if (error !== undefined) return false;
          await remember(step.as, step.model, result[0]);
          return true;
        }
        case 'write': return await asked(step.model, 'write', [[record(step.record).id], await rawValues(step.values)]);
        case 'press': return await asked(step.model, step.button, [[record(step.record).id]]);
        case 'delete': return await asked(step.model, 'unlink', [[record(step.record).id]]);
        default: return true;
      }
    } catch {
      return false;
    }
  };

  const isExpected = (step, no) => step.message === null || no.ofForm === true || `${no.words}\n${no.message}`.replace(/\s+/g, ' ').includes(step.message.replace(/\s+/g, ' '));

  /** What became of a step that Odoo let through, or did not. */
  const judged = (step, { no, note = null, beside = null }) => {
    if (no !== null) {
      const words = no.words || no.message;
      // The scenario's test does such a step past all rights, and as somebody else: the administrator has rights and records of their own.
      const ofWho = no.ofRights || (step.values ?? []).some(({ value }) => value.kind === 'user');
      if (ofWho && step.user === null && !(step.refused && isExpected(step, no))) return { status: 'not_driven', message: `the criterion does not say who does it, and the administrator may not: ${words}` };
      if (step.refused) return isExpected(step, no) ? { status: 'green', message: words } : { status: 'red', message: `Odoo refuses with other words than “${step.message}”: ${words}` };
      if (step.sample) return { status: 'not_driven', message: `Odoo refuses it for values that are only samples: ${words}` };
      if (no.ofForm && no.asks) return { status: 'not_driven', message: `the form asks for more than the criterion says: ${words}` };
      return { status: 'red', message: `Odoo refuses: ${words}` };
    }
    if (step.refused) return { status: 'red', message: 'Odoo accepts what it must refuse.' };
    return beside === null ? { status: 'green', message: note } : { status: 'not_driven', message: beside, went: true };
  };

  const told = [];
  page.on('request', onRequest);
  page.on('requestfailed', onFailed);
  page.on('response', onResponse);
  page.on('console', onConsole);
  page.on('pageerror', onPageError);
  try {
    for (const step of steps) {
      if (Date.now() > end) break;
      [answers, loud] = [[], []];
      called = false;
      let outcome;
      if (step.undrivable !== null) outcome = { status: 'not_driven', message: step.undrivable, went: step.do === 'expect' || step.do === 'search' };
      else {
        try {
          for (const { value } of step.values ?? []) for (const path of value.names ?? []) if (path.includes('.')) await follow(path);
          outcome = judged(step, await take[step.do](step));
          // A refusal is loud by itself.
          if (outcome.status === 'green' && !step.refused && loud.length > 0) outcome = { status: 'red', message: `The browser’s console shows an error: ${loud.join('\n')}` };
        } catch (error) {
          outcome = error instanceof Broken ? { status: 'red', message: error.message } : { status: 'not_driven', isUnknown: error instanceof Unknown, message: error instanceof NotDriven ? error.message : `the driver did not get through: ${String(error?.message ?? error).split('\n')[0]}` };
          // A crash in the page may be why a widget was not to be found.
          if (outcome.status === 'not_driven' && (loud.length > 0 || (await dialogTexts()).length > 0)) {
            await sleep(150);
            const no = await refusal().catch((fault) => ({ fault: fault.message }));
            if (no?.fault !== undefined || (no === null && loud.length > 0)) outcome = { status: 'red', message: no?.fault ?? `The browser’s console shows an error: ${loud.join('\n')}` };
          }
        }
      }
      const png = step.undrivable !== null ? null : (await page.screenshot({ type: 'png', animations: 'disabled', ...ACT }).catch(() => null))?.toString('base64') ?? null;
      if (outcome.status !== 'green' || step.refused) {
        await dismiss();
        here = null;
      }
      const went = outcome.isUnknown !== true && (outcome.status === 'green' || outcome.went === true || (outcome.status === 'not_driven' && (step.refused || step.do === 'expect' || step.do === 'search' || (await behind(step)))));
      told.push({ status: outcome.status, message: outcome.message, png, went });
      if (!went) break;
    }
    await dismiss();
  } finally {
    page.off('request', onRequest);
    page.off('requestfailed', onFailed);
    page.off('response', onResponse);
    page.off('console', onConsole);
    page.off('pageerror', onPageError);
  }
  return { told, records };
}

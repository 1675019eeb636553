import { type Activity, ActivityTypes, type ConversationState, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { drawWelcome } from '../cards/welcome.ts';
import { parseCommand } from '../dialogs/command.ts';
import { reply, turnOf } from '../dialogs/dialog-turn.ts';
import { cardReply, textReply } from '../dialogs/turn.ts';
import type { Services } from '../services/services.ts';
import { conversationOf } from './read-turn.ts';
import { conversationLost } from './reroute.ts';
import { LONGEST_TEXT, textSaid } from './said.ts';

/** Something that happened around the conversation, and that is neither a message nor a button. */
export type LifecycleEvent =
  | { readonly kind: 'installed' | 'upgraded' | 'removed' | 'joined' | 'edited' | 'noted' }
  | { readonly kind: 'left'; readonly people: readonly string[] }
  | { readonly kind: 'renamed'; readonly id: string; readonly name: string }
  | { readonly kind: 'channel-gone' | 'channel-back'; readonly id: string }
  | { readonly kind: 'team-gone' | 'team-back'; readonly id: string };

/**
 * What Teams tells, and what follows from it. Messages and buttons (null) are answered elsewhere; whatever is not listed is noted:
 * the conversation is remembered, nothing is said, and nothing fails.
 *
 * | Teams tells | is | then |
 * | --- | --- | --- |
 * | installationUpdate `add`; the bot among `membersAdded` | installed | remembered; introduced once; what was given up is tried again |
 * | installationUpdate `add-upgrade`, `remove-upgrade` | upgraded | remembered; no greeting |
 * | installationUpdate `remove`; the bot among `membersRemoved` | removed | forgotten, with what was asked last; of a team all its channels |
 * | others among `membersAdded` | joined | met at the next message; nobody is greeted one by one |
 * | others among `membersRemoved` | left | no card is drawn anew for them there; out of the place of the team's reminders: nothing is given to them any more |
 * | `channelRenamed`, `teamRenamed`, a chat's new topic | renamed | the settings name it so |
 * | `channelDeleted` | channel-gone | forgotten; was it the place of the reminders, then who chose it is told |
 * | `channelRestored`, `channelCreated` | channel-back | remembered; what was given up is tried again |
 * | `teamDeleted`, `teamHardDeleted` | team-gone | the same as removed, at once for the place of the reminders |
 * | `teamRestored` | team-back | all its channels are remembered again |
 * | `teamArchived`, `teamUnarchived` | noted | Teams refuses what is sent meanwhile, and it goes elsewhere |
 * | messageUpdate `editMessage` | edited | nothing is carried out a second time; in 1:1 an edited command gets a hint |
 * | messageUpdate `undeleteMessage`, messageDelete | noted | what was asked has been answered |
 * | messageReaction, typing, read receipts, meeting events, anything unknown | noted | nothing |
 */
export function lifecycleEvent(activity: Activity): LifecycleEvent | null {
  switch (activity.type) {
    case ActivityTypes.Message:
    case ActivityTypes.Invoke:
      return null;
    case ActivityTypes.InstallationUpdate:
      return installation(activity.action);
    case ActivityTypes.ConversationUpdate:
      return conversationUpdate(activity);
    case ActivityTypes.MessageUpdate:
      return { kind: channelDataOf(activity).eventType === 'editMessage' ? 'edited' : 'noted' };
    case ActivityTypes.Event:
      // The answer to a sign-in is told as an event.
      return activity.name === 'tokens/response' ? null : NOTED;
    default:
      return NOTED;
  }
}

const NOTED: LifecycleEvent = { kind: 'noted' };

function installation(action: string | undefined): LifecycleEvent {
  switch (action) {
    case 'add':
      return { kind: 'installed' };
    case 'remove':
      return { kind: 'removed' };
    case 'add-upgrade':
    case 'remove-upgrade':
      return { kind: 'upgraded' };
    default:
      return NOTED;
  }
}

function conversationUpdate(activity: Activity): LifecycleEvent {
  const { membersAdded = [], membersRemoved = [], recipient, topicName } = activity;
  const isBot = ({ id }: { readonly id: string }) => id === recipient?.id;
  if (membersRemoved.some(isBot)) return { kind: 'removed' };
  if (membersAdded.some(isBot)) return { kind: 'installed' };
  if (membersRemoved.length > 0)
    return { kind: 'left', people: membersRemoved.map((m) => m.aadObjectId?.toLowerCase() ?? m.id) };
  if (membersAdded.length > 0) return { kind: 'joined' };
  const { eventType, channel, team } = channelDataOf(activity);
  const { conversationType = 'channel' } = activity.conversation ?? {};
  // What happens to a team is told in the team: another chat says nothing of it, and a channel is no chat.
  if (eventType != null && (conversationType !== 'channel' || !(channel?.id ?? TEAMS_OWN).startsWith(TEAMS_OWN)))
    return NOTED;
  switch (eventType) {
    case 'channelRenamed':
      return channel?.id && channel.name ? { kind: 'renamed', id: channel.id, name: channel.name } : NOTED;
    case 'teamRenamed':
      return team?.id && team.name ? { kind: 'renamed', id: team.id, name: team.name } : NOTED;
    case 'channelDeleted':
      return channel?.id ? { kind: 'channel-gone', id: channel.id } : NOTED;
    case 'channelRestored':
    case 'channelCreated':
      return channel?.id ? { kind: 'channel-back', id: channel.id } : NOTED;
    case 'teamDeleted':
    case 'teamHardDeleted':
      return team?.id ? { kind: 'team-gone', id: team.id } : NOTED;
    case 'teamRestored':
      return team?.id ? { kind: 'team-back', id: team.id } : NOTED;
    default:
      return topicName ? { kind: 'renamed', id: activity.conversation.id, name: topicName } : NOTED;
  }
}

/** How the ids of channels and teams begin. */
const TEAMS_OWN = '19:';

const Named = z.looseObject({ id: z.string().max(1000).nullish(), name: z.string().nullish() });
const ChannelData = z.looseObject({
  eventType: z.string().nullish(),
  channel: Named.nullish(),
  team: Named.nullish(),
});

function channelDataOf({ channelData }: Activity): z.infer<typeof ChannelData> {
  return ChannelData.safeParse(channelData ?? {}).data ?? {};
}

/** Does what follows from what happened around a conversation. */
export class Lifecycle {
  readonly #services: Services;
  readonly #state: Pick<ConversationState, 'delete'>;

  constructor(deps: { services: Services; state: Pick<ConversationState, 'delete'> }) {
    this.#services = deps.services;
    this.#state = deps.state;
  }

  async happened(context: TurnContext, event: LifecycleEvent): Promise<void> {
    const { conversations, places, people, clock } = this.#services;
    const here = conversationOf(context);
    switch (event.kind) {
      case 'installed':
        return this.#installed(context);
      case 'removed':
        // Who installs it again does not answer a question of weeks ago.
        await this.#state.delete(context);
        // The rows of a team's channels stay, so that a new installation finds them again.
        return here.teamId === undefined
          ? conversations.remove(here.id)
          : conversations.leaveTeam(here.teamId, clock.now());
      case 'joined':
        await conversations.upsert(here, clock.now());
        return conversations.forgetMembers(here.id, here.teamId);
      case 'left':
        await conversations.upsert(here, clock.now());
        await conversations.membersLeft(here.id, here.teamId ?? null, event.people);
        if (await this.#getsReminders(here)) await people.left(event.people, clock.now());
        return;
      case 'renamed':
        await conversations.upsert(here, clock.now());
        return places.renamed(event.id, event.name.slice(0, 100));
      case 'channel-gone':
        await conversations.upsert(here, clock.now());
        return conversationLost(this.#services, event.id);
      case 'channel-back':
        return this.#channelBack(context, event.id);
      case 'team-gone':
        return this.#teamGone(event.id);
      case 'team-back':
        await conversations.rejoinTeam(event.id);
        await conversations.upsert(here, clock.now());
        return;
      case 'edited':
        return this.#edited(context);
      case 'upgraded':
      case 'noted':
        await conversations.upsert(here, clock.now());
        return;
    }
  }

  async #installed(context: TurnContext): Promise<void> {
    const { conversations, outbox, clock } = this.#services;
    const here = conversationOf(context);
    await conversations.upsert(here, clock.now());
    if (here.teamId !== undefined) await conversations.rejoinTeam(here.teamId);
    if (!(await conversations.greets(here.id, clock.now()))) return;
    await outbox.retryDeadOf(here.id);
    const turn = turnOf(context);
    await reply(context, cardReply(drawWelcome({ scope: turn.scope }, turn.reader)));
  }

  /** Whether the team's reminders go to this chat, or to a channel of this team. */
  async #getsReminders({ id, teamId }: { readonly id: string; readonly teamId?: string }): Promise<boolean> {
    const place = await this.#services.places.remindersChannel();
    if (place === null) return false;
    if (place.conversationId === id || place.conversationId === teamId) return true;
    return teamId !== undefined && (await this.#services.conversations.teamOf(place.conversationId)) === teamId;
  }

  async #channelBack(context: TurnContext, id: string): Promise<void> {
    const { conversations, outbox, clock } = this.#services;
    const general = conversationOf(context);
    await conversations.upsert(general, clock.now());
    // The event comes by way of the General channel: only the id differs.
    const { conversation } = Referred.parse(general.reference);
    const reference = { ...general.reference, conversation: { ...conversation, id } };
    await conversations.upsert({ ...general, id, reference }, clock.now());
    await outbox.retryDeadOf(id);
  }

  async #teamGone(teamId: string): Promise<void> {
    const { conversations, places, clock } = this.#services;
    const place = await places.remindersChannel();
    const isThere =
      place !== null &&
      (place.conversationId === teamId || (await conversations.teamOf(place.conversationId)) === teamId);
    if (isThere) await conversationLost(this.#services, place.conversationId);
    await conversations.leaveTeam(teamId, clock.now());
  }

  /** The step that the message asked for is taken: an edit asks for nothing. Silence would leave the person waiting. */
  async #edited(context: TurnContext): Promise<void> {
    const { scope } = turnOf(context);
    if (scope !== 'personal') return;
    const text = textSaid(context.activity);
    if (text !== '' && text.length <= LONGEST_TEXT && parseCommand(text) !== null)
      await reply(context, textReply('say.edited'));
  }
}

const Referred = z.looseObject({ conversation: z.looseObject({}).optional() });

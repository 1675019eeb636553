/**
 * Template ids of the Entra roles a delegated admin relationship is asked for: the least that the work needs
 * (Microsoft Entra built-in roles).
 */

/** The least role that may open tickets for a customer. */
export const SERVICE_SUPPORT_ADMINISTRATOR = 'f023fd81-a637-4b56-95fd-791ac0226033';

/** The least role that may read which subscriptions and licences a customer has. */
export const DIRECTORY_READERS = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

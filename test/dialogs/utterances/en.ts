import type { Utterances } from './utterances.ts';

export const english: Utterances = {
  language: 'en',
  explicit: `
    move => move
    move Contoso => move Contoso
    /move contoso.com => move contoso.com
    migrate Contoso Ltd => move Contoso Ltd
    transfer Contoso => move Contoso
    move Status Quo GmbH => move Status Quo GmbH
    move Move Logistics => move Move Logistics
    status Move Logistics => status Move Logistics
    check Help Desk Ltd => check Help Desk Ltd
    move Stop Srl => move Stop Srl
    check Lista => check Lista
    status Bank of America => status Bank of America
    moves => moves
    my moves => moves
    list of moves => moves
    status => status
    status Contoso => status Contoso
    status of Contoso? => status Contoso
    status of the assistant => status
    check Contoso => check Contoso
    check => check
    reminders => reminders
    reminders for Contoso => reminders Contoso
    why no reminder Contoso => why-no-reminder Contoso
    why is there no reminder? => why-no-reminder
    weekly => weekly
    weekly digest => weekly
    settings => settings
    undelivered messages => undelivered
    remind here => remind-here
    stop reminding here => stop-reminding-here
    alerts here => alerts-here
    stop alerts here => stop-alerts-here
    help => help
    what can you do? => help
    hello => greeting
    cancel => cancel
    fast-forward 30 days => fast-forward 30
    fast forward two weeks => fast-forward 14
    language Italian => language Italian
    export Contoso => export Contoso
    calendar Contoso => calendar Contoso
    sign in => sign-in
    log out => sign-out`,
  noisy: `
    remind me later => reminders
    can we move contoso next? => move contoso
    please move contoso => move contoso
    Hi! could you please move Contoso Ltd for us? => move Contoso Ltd
    lets move fabrikam now => move fabrikam
    i'd like to start moving northwind traders => move northwind traders
    we need to migrate Tailspin Toys asap => move Tailspin Toys
    mvoe contoso => move contoso
    moove contoso pls => move contoso
    MOVE CONTOSO => move CONTOSO
    🚚 move Contoso!!! => move Contoso
    ｍｏｖｅ　Contoso => move Contoso
    move "Status Quo GmbH" please => move Status Quo GmbH
    can you move contoso.com when you have a minute => move contoso.com
    let's get started with Contoso => move Contoso
    contoso: move => move contoso
    staus contoso => status contoso
    what's the status of Contoso => status Contoso
    Contoso's status? => status Contoso
    contoso status => status contoso
    where do we stand with Contoso? => status Contoso
    how is Contoso doing? => status Contoso
    any news on contoso? => status contoso
    where are we with Wide World Importers => status Wide World Importers
    how far are we with contoso => status contoso
    are you alive? => status
    are you still there => status
    how are you? => status
    chekc contoso.com => check contoso.com
    can contoso be moved? => check contoso
    could you have a look at fabrikam.com? => check fabrikam.com
    what do you know about Adatum? => check Adatum
    tell me about Adatum Corporation => check Adatum Corporation
    show me my reminders => reminders
    remainders => reminders
    what's due? => reminders
    any deadlines for contoso => reminders contoso
    why did nobody remind us about contoso? => why-no-reminder contoso
    why does contoso get no reminders => why-no-reminder contoso
    why didn't you remind me => why-no-reminder
    show all open moves please => moves
    list all customers => moves
    which customers are we moving? => moves
    what is in flight? => moves
    give me the weekly report => weekly
    summary of the week => weekly
    open the settings please => settings
    setings => settings
    change the working hours => settings
    show undelivered => undelivered
    which messages failed? => undelivered
    please send the reminders to this channel => remind-here
    remind us here please => remind-here
    please stop sending reminders here => stop-reminding-here
    no more reminders here! => stop-reminding-here
    send alerts here => alerts-here
    hlep => help
    i need help => help
    what can i say? => help
    good morning! => greeting
    hi there => greeting
    never mind => cancel
    forget it => cancel
    ff 2 weeks => fast-forward 14
    skip ahead 10 days => fast-forward 10
    switch to Italian => language Italian
    can you speak Spanish? => language Spanish
    download the list as csv => export
    add deadlines to my calendar => calendar
    please log me in => sign-in
    sing out => sign-out`,
  none: `
    Contoso
    Help Desk Ltd
    Stop Srl
    contoso.com
    thanks a lot!
    ok
    yes
    no
    25
    31 December
    I don't know
    moving is fun
    don't move contoso
    we already moved to the new office
    the customer will call back tomorrow
    Microsoft 365 Business Premium
    Margie's Travel
    Germany
    lunch?
    see you on Monday
    why Contoso
    who ordered the pizza
    Lisa
    😀
    why?
    you are welcome
    nothing`,
};

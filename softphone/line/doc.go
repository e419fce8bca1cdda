// Package line speaks SIP to the exchange: registrations, calls, and what their session descriptions agree.
//
// Messages, transports and transactions are sipgo's; the dialogs are ours. One goroutine owns each account
// (account.go: trunk, registration, starting again after trouble) and one each call (call.go: dialog, offers and
// answers, timers). What sipgo hands up is posted to them, and the answers to the desk leave as events.
//
// What is spoken, with its limits:
//
//   - RFC 3261 SIP over UDP, TCP and TLS 1.2+; one next hop, which is the outbound proxy (as a loose route) or the
//     exchange. An INVITE of ours that is answered 3xx ends the call and tells the desk where it was sent, by q;
//     it is never followed here. A ringing call is sent elsewhere by 302. Over UDP
//     big messages are left to IP fragments. A TLS line without registration only calls out.
//     A 182 is told with its phrase, each time that changes; no timer of ours ends a call that has had any provisional.
//     A trouble of the transport ends no call that stands, only 408, 481 or silence do. Incoming calls ring for ten
//     minutes at the most, or as long as their Expires says.
//     What cannot be read is answered 400 (505 for another version) over UDP, where it comes from the exchange and says
//     enough to be answered; RFC 4475 §3.1 is kept to, but for white space inside Via and around the = of parameters,
//     and a ? in the user part, which are refused. A CSeq from 2^31 on is borne. RFC 5118 is kept to; of an address that
//     ends in IPv4 (§4.10) also with three colons.
//   - RFC 3263 SRV (two seconds) and A/AAAA, no NAPTR; after a failed registration the next address has its turn. A
//     wrong password is tried again after five minutes, later after thirty; a line opened anew tries at once.
//   - RFC 5626's keep-alives, without its flow tokens: a connection that has gone or fallen silent is made again, and
//     the calls on it show their new contact by UPDATE or re-INVITE.
//   - A computer that moves to another address registers from there at once, and its calls tell the new one, for the
//     sound too, by re-INVITE; a line that takes TCP calls without registering, or listens at a fixed address, does not
//     move. A REGISTER on a new connection is given 3 s, then 6, then 8. An exchange that was out of reach is tried every
//     3 s for a minute, then up to every 30 s. One that came back between two refreshes over UDP is noticed at the next,
//     within 45 s, or in a call when nothing was heard for 8 s.
//   - RFC 3264 with RFC 4566: one audio stream of RTP/AVP or RTP/SAVP, every other one refused; hold by direction and
//     the older c=0.0.0.0; offers in INVITE, 200, UPDATE and re-INVITE. Addresses are numbers.
//   - RFC 4568 keys for SRTP, with the suites of its §6.2 and of RFC 7714 that have 128 bits, and AEAD_AES_256_GCM; no
//     key identifiers (MKI), no RTP/SAVPF, keys of no limited life. The account says whether they are taken, offered
//     first (after 488 or 606 once more in clear), or required: then nothing in clear is taken (488), nor sent. An
//     INVITE without an offer is offered encryption only where it is required. A call keeps its key and its suite
//     through all offers of ours; a new key of theirs is taken, and so is a change to sound in clear where it may be.
//   - RFC 7587 Opus, its parameters told and passed on; telephone-event with its clock beside that of old.
//   - RFC 8760, 7616 digest: MD5, SHA-256, SHA-512-256 with qop auth; the strongest of several challenges.
//     A nonce is used again, and counted, within one request's repetitions only.
//   - RFC 3581 rport: the address the exchange saw becomes our contact, and the one of before is taken back.
//   - RFC 3311 UPDATE answered, and used to refresh sessions; RFC 4028 session timers kept to, never asked for.
//   - Who calls: RFC 3325 P-Asserted-Identity, else Remote-Party-ID, else From; From alone where RFC 3323 Privacy asks for
//     it. Which number was rung first: RFC 7044 History-Info, else RFC 5806 Diversion, else RFC 7315 P-Called-Party-ID,
//     else To. Both as the exchange says; nobody else is let through. RFC 3326 Reason read.
//   - RFC 3605 rtcp attribute read; RFC 4733 telephone-event agreed; RFC 5621 multipart bodies read.
//   - RFC 3515 REFER inside dialogs, both ways (RFC 5589 §6 and 7), with RFC 3892 Referred-By and RFC 3420 sipfrag. One
//     of ours is followed at a time; a minute without a NOTIFY, or three after a provisional one, count as no answer.
//     What it began cannot be stopped: after a resume its outcome is not told any more. One of the other side waits 25 s
//     for the secretary. Outside dialogs: 603.
//   - RFC 3891 Replaces, within the dialogs of the same line; sent where a REFER or a dialled address says so. Other
//     headers in addresses are ignored.
//   - RFC 6665 subscriptions: those that REFER begins (they outlive a BYE by 32 s, RFC 5057), and those of a registered
//     line to what the exchange knows: ten minutes each, refreshed by half, again after trouble (half a minute at first,
//     an hour at the most), after a refusal only when the line registers anew. One fork is followed. Others: 489.
//   - RFC 4235 dialog states of the numbers that are to be watched, 100 at the most, full and partial; whoever calls
//     counts as busy. Bodies over 64 KB, with more than 100 dialogs, or with a document type are not read.
//   - RFC 3842 the mailbox of a registered line: voice messages, in numbers or not; unasked news from the exchange too.
//   - RFC 3262 PRACK: always offered, and every provisional response that wants one gets one. An answer that comes so is
//     the answer. Our own 180 is made sure of only where the INVITE requires it, and then says nothing about the sound,
//     also when the INVITE leaves the offer to us; an offer in the PRACK is refused (488).
//   - Not: RFC 4488 norefersub, 4538 Target-Dialog, 3911 Join.
//
// A line takes calls only from the addresses of its exchange and proxy; a registered one whose exchange runs on this
// computer from its port, too. Everybody else gets 403 and leaves no trace, or cannot connect; but whoever was called
// may go on with that dialog, over TCP on the connection that was made to it. Over UDP only answers to what was asked
// are looked at: every branch is sealed.
package line

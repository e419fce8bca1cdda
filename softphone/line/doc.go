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
//   - RFC 3263 SRV (two seconds) and A/AAAA, no NAPTR. Where that gives several servers, a registered line goes on to the
//     next as soon as its own has gone: over TCP and TLS at once, over UDP within some 4 s where ICMP tells that nobody
//     listens any more (a CRLF every 2 s from a socket of its own), else within 13 s, by OPTIONS every 10 s to a server that
//     has answered one, and a call that gets no answer has it looked at after 3 s. Calls stay with the line, and an
//     INVITE that nobody has heard is made at the next server, over TCP and TLS also at the same one when only its
//     connection went, twice at the most; what stands only at the server that has gone cannot be
//     signalled any more. There is no way back to the better server before the present one fails. IPv6 as IPv4, in the
//     order of RFC 6724, one after the other. A wrong password is tried again after five minutes, later after thirty; a
//     line opened anew tries at once.
//   - RFC 5626 with one flow for each line: instance, reg-id (made of the line's id), ob, Flow-Timer, 439, and path
//     (RFC 3327) supported. Over TCP and TLS a pong is awaited for 10 s where the registrar keeps flows or has sent one
//     before; over UDP STUN is sent only to a registrar that keeps flows, else CRLF. A flow that has gone or fallen silent
//     is made again, and the calls on it show their new contact by UPDATE or re-INVITE. No second flow, no 430.
//   - A computer that moves to another address registers from there at once, and its calls tell the new one, for the
//     sound too, by re-INVITE; a line that takes TCP calls without registering, or listens at a fixed address, does not
//     move. A cable that is pulled is told, and a line that has its network back registers at once; calls wait for it.
//     A REGISTER on a new connection is given 3 s, then 6, then 8, and so is one in each round over several servers. An exchange that was out of reach is tried every 3 s for
//     a minute, then up to every 30 s. One that was gone for less than 4 s, or whose ICMP does not reach us, and came back
//     between two refreshes over UDP is noticed at the next, within 45 s, or in a call when nothing was heard for 8 s.
//   - RFC 8489 STUN, for lines that name a server: it is asked from the sockets of a call's RTP and RTCP before an offer
//     or an answer is made, twice in 150 ms at the most, and again after a move; one that was silent is not waited for in
//     the next minute. Without an answer the local address is told. Its name is looked up for addresses only, without SRV,
//     without TLS and without credentials; no TURN, no ICE. Sound goes where it comes from (RFC 4961) in any case.
//   - RFC 3264 with RFC 4566: one audio stream of RTP/AVP or RTP/SAVP, every other one refused; hold by direction and
//     the older c=0.0.0.0; offers in INVITE, 200, UPDATE and re-INVITE. Addresses are numbers.
//   - RFC 4568 keys for SRTP, with the suites of its §6.2 and of RFC 7714 that have 128 bits, and AEAD_AES_256_GCM; no
//     key identifiers (MKI), no RTP/SAVPF, keys of no limited life. The account says whether they are taken, offered
//     first (after 488 or 606 once more in clear), or required: then nothing in clear is taken (488), nor sent. An
//     INVITE without an offer is offered encryption only where it is required. A call keeps its key and its suite
//     through all offers of ours; a new key of theirs is taken, and so is a change to sound in clear where it may be.
//   - RFC 7587 Opus, its parameters told and passed on; telephone-event with its clock beside that of old.
//   - RFC 8760, 7616 digest: MD5, SHA-256, SHA-512-256 with qop auth; the strongest of several challenges. A line can refuse
//     MD5: a challenge that offers nothing else ends the registration or the call, and is not answered.
//     A nonce is used again, and counted, within one request's repetitions only.
//   - RFC 3581 rport: the address the exchange saw becomes our contact, and the one of before is taken back.
//   - RFC 3311 UPDATE answered, and used to refresh sessions; RFC 4028 session timers kept to, never asked for.
//   - Who calls: RFC 3325 P-Asserted-Identity, else Remote-Party-ID, else From; From alone where RFC 3323 Privacy asks for
//     it. Which number was rung first: RFC 7044 History-Info, else RFC 5806 Diversion, else RFC 7315 P-Called-Party-ID,
//     else To. Both as the exchange says; nobody else is let through. RFC 3326 Reason read.
//   - RFC 3605 rtcp attribute read, and written where STUN found RTCP on another port than the next; RFC 4733
//     telephone-event agreed, but by lines whose digits go as tones; RFC 5621 multipart bodies read.
//   - INFO with a digit (application/dtmf-relay or application/dtmf, the legacy use of RFC 6086 §1) taken in every call, and
//     sent where the line says so, one at a time. Other bodies 415, info packages 469.
//   - RFC 3389 comfort noise heard as it comes, with payload type 13; neither offered nor sent.
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
//   - RFC 3856 presence of the same numbers' owners: RFC 3863 bodies with the activities and notes of RFC 4480, the first
//     activity by weight; nothing is published. Bodies over 64 KB or with a document type are not read.
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

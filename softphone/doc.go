// Package softphone holds the words and the rules of the secretary's desk.
//
// It is pure: the standard library only, no goroutine, no clock, no I/O. Step takes the State and one Event and gives
// the next State and the Effects to carry out; package desk runs that loop, and the packages beside it (line, voice,
// sound, exchange, control) and store touch the world and report back as events.
//
// The story of one incoming call: line tells CallArrived; Step answers with SendRinging, StartRing and SaveCall, so
// that the row is on disk while it still rings. AnswerPressed gives OpenVoice; VoiceOpened gives SendAnswer;
// MediaAgreed gives AgreeVoice. HoldPressed gives SendHold; HoldConfirmed starts the caller's clock with WakeAt; WokeUp
// makes the return due. CallHungUp gives CloseVoice and SaveCall.
package softphone

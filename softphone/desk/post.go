package desk

import (
	"errors"
	"time"

	"anteroom/softphone"
)

// sendMail gives a mail up and tells what came of it. Before the server has a word of it, the queue on disk says so: a
// desk that is cut off then knows that the mail may be there.
func (r *runner) sendMail(p softphone.Parcel) {
	now := func() softphone.At { return softphone.At{At: time.Now()} }
	var err error
	if p.Messages, err = r.world.Books.MailContents(r.ctx, p.Mail); err != nil {
		var why softphone.Reason
		gone := errors.As(err, &why) && why.Code == softphone.NoSuchMessage
		r.desk.Tell(softphone.MailStayed{At: now(), Mail: p.Mail.ID, Trouble: softphone.PostTrouble{Reason: reasonOf(err, softphone.StoreFailed), Again: !gone}})
		return
	}
	err = r.world.Post.Send(r.mailTime, p, func() error {
		if p.Mail.Kind == softphone.MailTrial {
			return nil
		}
		return r.noteSending(p.Mail)
	})
	if err == nil {
		r.desk.Tell(softphone.MailWent{At: now(), Mail: p.Mail.ID})
		return
	}
	var why softphone.PostTrouble
	if !errors.As(err, &why) {
		why = softphone.PostTrouble{Reason: reasonOf(err, softphone.StoreFailed), Again: true}
	}
	r.desk.log.Warn("mail not sent", "code", why.Reason.Code, "again", why.Again, "unsure", why.Unsure)
	r.desk.Tell(softphone.MailStayed{At: now(), Mail: p.Mail.ID, Trouble: why})
}

// noteSending writes that the server is about to get a mail, behind every save that waits already: an older one that came
// after it would say on disk that the mail still waits, and the next start would send it a second time.
func (r *runner) noteSending(m softphone.Mail) error {
	written := make(chan error, 1)
	r.queues.put(softphone.SaveMail{}.Queue(), func() {
		if r.mailTime.Err() == nil {
			written <- r.world.Books.SaveMail(r.ctx, m) // it says "sending"
		}
	})
	select {
	case err := <-written:
		return err
	case <-r.mailTime.Done():
		return softphone.PostTrouble{Reason: softphone.Reason{Code: softphone.ProgramEnded}, Again: true}
	}
}

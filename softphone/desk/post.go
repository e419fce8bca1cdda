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
		return r.world.Books.SaveMail(r.ctx, p.Mail) // it says "sending"
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

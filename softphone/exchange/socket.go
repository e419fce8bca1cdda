package exchange

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo/sip"
)

// socket is the exchange's end of the network: one UDP socket on 127.0.0.1 with sipgo's transport and transactions.
type socket struct {
	conn         *net.UDPConn
	transport    *sip.TransportLayer
	transactions *sip.TransactionLayer
	deaf         atomic.Bool  // nothing more is read
	busy         atomic.Int32 // requests being answered
	answered     atomic.Int64 // requests taken up so far
}

// openSocket binds a free port. seen is shown each message on the reader's goroutine, before any transaction has it.
func openSocket(seen func(sip.Message)) (*socket, error) {
	conn, err := listenUDP(0)
	if err != nil {
		return nil, fmt.Errorf("exchange: bind SIP: %w", err)
	}
	s := &socket{conn: conn}
	quiet := slog.New(slog.DiscardHandler) // sipgo would log what the network sends; only the desk logs
	s.transport = sip.NewTransportLayer(net.DefaultResolver, sip.NewParser(), nil,
		sip.WithTransportLayerLogger(quiet), sip.WithTransportLayerReadFilter(s.letIn))
	s.transport.OnMessage(seen)
	s.transactions = sip.NewTransactionLayer(s.transport, sip.WithTransactionLayerLogger(quiet),
		sip.WithTransactionLayerUnhandledResponseHandler(func(*sip.Response) {}))
	return s, nil
}

func (s *socket) address() *net.UDPAddr { return s.conn.LocalAddr().(*net.UDPAddr) }

// letIn drops what does not come from 127.0.0.1, and everything at the end.
func (s *socket) letIn(from sip.TransportReadProps, data []byte) ([]byte, error) {
	if s.deaf.Load() || !isLoopback(from.RemoteAddr.String()) {
		return nil, nil
	}
	return data, nil
}

// serve reads until close. answer is called on a goroutine of its own for each new request; its transaction ends when
// it returns without a final response.
func (s *socket) serve(answer sip.TransactionRequestHandler) error {
	s.transactions.OnRequest(func(req *sip.Request, tx *sip.ServerTx) {
		s.busy.Add(1)
		s.answered.Add(1)
		answer(req, tx)
		tx.TerminateGracefully()
		s.busy.Add(-1)
	})
	return s.transport.ServeUDP(s.conn)
}

// request sends a request in a transaction of its own.
func (s *socket) request(ctx context.Context, req *sip.Request) (*sip.ClientTx, error) {
	s.dress(req)
	return s.transactions.Request(ctx, req)
}

// write sends an ACK, again with the same Via when it has one.
func (s *socket) write(req *sip.Request) error {
	s.dress(req)
	return s.transport.WriteMsg(req)
}

// dress adds what every request needs on its way (RFC 3261 §8.1.1).
func (s *socket) dress(req *sip.Request) {
	at := s.address()
	if req.Via() == nil {
		via := &sip.ViaHeader{ProtocolName: "SIP", ProtocolVersion: "2.0", Transport: "UDP", Host: host, Port: at.Port, Params: sip.NewParams()}
		via.Params.Add("branch", sip.GenerateBranch())
		req.PrependHeader(via)
	}
	if req.MaxForwards() == nil {
		hops := sip.MaxForwardsHeader(70)
		req.AppendHeader(&hops)
	}
	if req.Body() == nil {
		req.SetBody(nil)
	}
	req.SetTransport("UDP")
	req.Laddr = sip.Addr{IP: at.IP, Port: at.Port}
}

// linger is how long nothing may have been taken up before the socket is closed, rounds how often that is tried.
const (
	linger = 100 * time.Millisecond
	rounds = 20
)

// close ends serve. A request that sipgo still handles when its listener has gone makes it bind a socket of its own, on
// all interfaces: so first nothing more is let in, and what came in gets time.
func (s *socket) close(served <-chan error) error {
	s.deaf.Store(true)
	for range rounds {
		before := s.answered.Load()
		<-time.After(linger)
		if s.busy.Load() == 0 && s.answered.Load() == before {
			break
		}
	}
	failed := s.conn.Close()
	<-served
	s.transactions.Close()
	return errors.Join(failed, s.transport.Close())
}

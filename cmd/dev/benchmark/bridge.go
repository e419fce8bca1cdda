package benchmark

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"time"
)

// weather is what a line does to packets: a share of them is lost, and each takes least longer, and up to jitter more
// (evenly distributed, so that some overtake others).
type weather struct {
	loss          float64
	jitter, least time.Duration
}

// bridge stands between two telephones, a and b, and to each is the other: it hands on SIP, and the sound of one call
// at a time, whose ports it puts in place of the telephones' own. From a to b there can be weather.
type bridge struct {
	ends  [2]end // a's and b's
	conns []net.PacketConn
	work  sync.WaitGroup

	mu       sync.Mutex // guards what follows
	weather  weather
	random   *rand.Rand
	noting   bool
	arrivals [2][]arrival // from a and from b, while noting
}

// end is the bridge's side to one telephone.
type end struct {
	sip       *net.UDPConn
	rtp, rtcp *net.UDPConn
	phone     *net.UDPAddr // its SIP
	mu        *sync.Mutex  // guards sound
	sound     int          // the telephone's own port for RTP
	soundRTCP int
}

// openBridge has telephones at two SIP ports.
func openBridge(a, b int) (*bridge, error) {
	br := &bridge{random: rand.New(rand.NewPCG(5, 6))}
	for i, port := range []int{a, b} {
		e := &br.ends[i]
		e.phone, e.mu = loopback(port), &sync.Mutex{}
		var err error
		if e.sip, err = br.listen(0); err != nil {
			return nil, err
		}
		for range 100 { // RTCP is one above RTP
			if e.rtp, err = br.listen(0); err == nil {
				if e.rtcp, err = br.listen(portOf(e.rtp) + 1); err == nil {
					break
				}
			}
		}
		if err == nil {
			err = stampArrivals(e.rtp)
		}
		if err != nil {
			br.close()
			return nil, fmt.Errorf("benchmark: bridge: %w", err)
		}
	}
	for i := range br.ends {
		br.work.Go(func() { br.carrySIP(i) })
		br.work.Go(func() { br.carryRTP(i) })
		br.work.Go(func() { br.carryRTCP(i) })
	}
	return br, nil
}

func (br *bridge) listen(port int) (*net.UDPConn, error) {
	c, err := net.ListenUDP("udp4", loopback(port))
	if err == nil {
		br.conns = append(br.conns, c)
	}
	return c, err
}

func (br *bridge) close() {
	for _, c := range br.conns {
		c.Close()
	}
	br.work.Wait()
}

// port is where a telephone (0 or 1) finds the other.
func (br *bridge) port(i int) int { return portOf(br.ends[i].sip) }

func (br *bridge) set(w weather) {
	br.mu.Lock()
	defer br.mu.Unlock()
	br.weather = w
}

// note notes the arrival of packets until the returned function is called, which gives them by telephone.
func (br *bridge) note() func() [2][]arrival {
	br.mu.Lock()
	defer br.mu.Unlock()
	br.noting, br.arrivals = true, [2][]arrival{}
	return func() [2][]arrival {
		br.mu.Lock()
		defer br.mu.Unlock()
		br.noting = false
		return br.arrivals
	}
}

// carrySIP hands on what telephone i says. Answers find their way by rport (RFC 3581), so that Via stays as it is.
func (br *bridge) carrySIP(i int) {
	from, to := &br.ends[i], &br.ends[1-i]
	packet := make([]byte, 1<<16)
	for {
		n, err := from.sip.Read(packet)
		if err != nil {
			return
		}
		m, ok := parse(packet[:n])
		if !ok {
			continue // a keep-alive
		}
		if m.status() == 0 {
			m.first = hostPort.ReplaceAllString(m.first, to.phone.String())
		}
		for j, line := range m.fields {
			if len(line) > 8 && (line[:8] == "Contact:" || line[:2] == "m:") {
				m.fields[j] = hostPort.ReplaceAllString(line, "127.0.0.1:"+strconv.Itoa(portOf(to.sip)))
			}
		}
		if port := audioPort(m.body); port > 0 {
			from.mu.Lock()
			from.sound, from.soundRTCP = port, port+1
			if c := controlPort.FindStringSubmatch(m.body); c != nil {
				from.soundRTCP, _ = strconv.Atoi(c[1]) // digits
			}
			from.mu.Unlock()
			m.body = mediaPort.ReplaceAllString(m.body, "m=audio "+strconv.Itoa(portOf(to.rtp)))
			m.body = mediaHost.ReplaceAllString(m.body, "c=IN IP4 127.0.0.1")
			m.body = controlPort.ReplaceAllString(m.body, "a=rtcp:"+strconv.Itoa(portOf(to.rtcp)))
		}
		_, _ = to.sip.WriteToUDP(m.bytes(), to.phone) // lost like any datagram; SIP repeats
	}
}

// target is where a telephone wants RTP and RTCP.
func (e *end) target() (rtp, rtcp *net.UDPAddr, known bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return loopback(e.sound), loopback(e.soundRTCP), e.sound > 0
}

func (br *bridge) carryRTP(i int) {
	from, to := &br.ends[i], &br.ends[1-i]
	packet, control := make([]byte, 1<<16), make([]byte, 256)
	for {
		n, nc, _, _, err := from.rtp.ReadMsgUDP(packet, control)
		if err != nil {
			return
		}
		target, _, known := to.target()
		if !known || n < 12 {
			continue
		}
		lost, delay := br.pass(i, arrival{uint16(packet[2])<<8 | uint16(packet[3]), stampIn(control[:nc])})
		switch {
		case lost:
		case delay > 0:
			late := append([]byte(nil), packet[:n]...)
			time.AfterFunc(delay, func() { _, _ = to.rtp.WriteToUDP(late, target) }) // after the end: lost
		default:
			_, _ = to.rtp.WriteToUDP(packet[:n], target) // the telephone may have hung up
		}
	}
}

// pass notes a packet and says what the weather does to it.
func (br *bridge) pass(i int, a arrival) (lost bool, delay time.Duration) {
	br.mu.Lock()
	defer br.mu.Unlock()
	if br.noting {
		br.arrivals[i] = append(br.arrivals[i], a)
	}
	if i > 0 {
		return false, 0
	}
	return br.random.Float64() < br.weather.loss, br.weather.least + time.Duration(br.random.Float64()*float64(br.weather.jitter))
}

func (br *bridge) carryRTCP(i int) {
	from, to := &br.ends[i], &br.ends[1-i]
	packet := make([]byte, 1<<16)
	for {
		n, err := from.rtcp.Read(packet)
		if err != nil {
			return
		}
		if _, target, known := to.target(); known {
			_, _ = to.rtcp.WriteToUDP(packet[:n], target) // as above
		}
	}
}

// SPDX-License-Identifier: LGPL-2.1-or-later

// go-libvirt speaks the wire by itself, without libvirt's library: what is there, a machine's life
// and its events, an error by its code, statistics.
package main

import (
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"time"

	libvirt "github.com/digitalocean/go-libvirt"
	"github.com/digitalocean/go-libvirt/socket/dialers"
)

const xml = "<domain type='test'><name>go</name><memory>4096</memory><os><type>hvm</type></os></domain>"

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	uri, err := url.Parse(os.Args[1])
	must(err)
	conn := libvirt.NewWithDialer(dialers.NewLocal(dialers.WithSocket(uri.Query().Get("socket"))))
	must(conn.ConnectToURI("test:///default"))

	domains, _, err := conn.ConnectListAllDomains(1, 0)
	must(err)
	for _, d := range domains {
		fmt.Printf("%d %s %x\n", d.ID, d.Name, d.UUID)
	}
	networks, _, err := conn.ConnectListAllNetworks(1, 0)
	must(err)
	pools, _, err := conn.ConnectListAllStoragePools(1, 0)
	must(err)
	fmt.Println(networks, pools)

	ctx, cancel := context.WithCancel(context.Background())
	events, err := conn.LifecycleEvents(ctx)
	must(err)
	machine, err := conn.DomainDefineXML(xml)
	must(err)
	must(conn.DomainCreate(machine))
	must(conn.DomainSuspend(machine))
	must(conn.DomainResume(machine))
	stats, err := conn.ConnectGetAllDomainStats([]libvirt.Domain{machine}, uint32(libvirt.DomainStatsState), 0)
	must(err)
	fmt.Println(stats[0].Dom.Name, stats[0].Params)
	must(conn.DomainDestroy(machine))
	must(conn.DomainUndefine(machine))
	for i := 0; i < 6; i++ {
		select {
		case e := <-events:
			fmt.Println(e.Dom.Name, e.Event, e.Detail)
		case <-time.After(20 * time.Second):
			log.Fatal("no event")
		}
	}
	cancel()

	_, err = conn.DomainLookupByName("nobody")
	refused, ok := err.(libvirt.Error)
	fmt.Println(ok, refused.Code)
	must(conn.Disconnect())
}

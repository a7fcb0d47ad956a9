#!/usr/bin/perl
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sys::Virt: what is there, a machine's life and its events, errors by their code.
use strict;
use warnings;
use Sys::Virt;
use Sys::Virt::Domain;
use Sys::Virt::Event;

my $xml = "<domain type='test'><name>perl</name><memory>4096</memory><os><type>hvm</type></os></domain>";

Sys::Virt::Event::register_default();
my $conn = Sys::Virt->new(uri => $ARGV[0]);
printf "%s %s\n", $conn->get_type, join ' ', map { $_->get_name } $conn->list_all_domains;
my $node = $conn->get_node_info;
print join(' ', map { "$_=$node->{$_}" } sort keys %$node), "\n";

my @seen;
$conn->domain_event_register_any(undef, Sys::Virt::Domain::EVENT_ID_LIFECYCLE,
    sub { push @seen, $_[1]->get_name . " $_[2] $_[3]" });
my $dom = $conn->define_domain($xml);
$dom->create;
$dom->suspend;
$dom->resume;
print join(' ', $dom->get_state), "\n";
my $info = $dom->get_info;
print join(' ', map { "$_=$info->{$_}" } grep { $_ ne 'cpuTime' } sort keys %$info), "\n";
print join(' ', map { $_->{dom}->get_name . ' ' . $_->{data}->{'state.state'} }
    $conn->get_all_domain_stats(Sys::Virt::Domain::STATS_STATE, [$dom])), "\n";
$dom->destroy;
$dom->undefine;
Sys::Virt::Event::run_default() until @seen >= 6;
print "$_\n" for @seen;
eval { $conn->get_domain_by_name("nobody") };
printf "%s %d\n", ref $@, $@->code;

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The wall clock of one site, which may be set wrong, and set right. One thread. */
public final class SiteClock extends Clock {
    private static final Instant BEGINNING = Instant.parse("2027-01-01T00:00:00Z");

    private final Agenda agenda;
    private Duration wrongBy = Duration.ZERO;

    public SiteClock(Agenda agenda) {
        this.agenda = agenda;
    }

    void setWrong(Duration by) {
        wrongBy = by;
    }

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(agenda.now()).plus(wrongBy);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.simulator.Agenda;
import io.domainsharing.simulator.scale.Recipient.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/** A day of mail at the site under test, evenly over the day. One thread. */
final class Traffic {
    /** Of a hundred RCPTs. */
    static final int LOCAL = 20;

    static final int REMEMBERED = 40;
    static final int FIRST = 10;
    static final int UNKNOWN = 100 - LOCAL - REMEMBERED - FIRST;
    /** So often a day a colleague gets mail who is remembered. */
    static final int MAILS_EACH = 10;
    /** Of so many first mails one is for the latest account there. */
    private static final int NEWCOMERS = 10;

    private final Scenario scenario;
    private final Population population;
    private final SiteUnderTest site;
    private final Agenda agenda;
    private final Random random;
    private final int[] remembered;
    private final Duration between;

    Traffic(Scenario scenario, Population population, SiteUnderTest site, Agenda agenda, Random random) {
        this.scenario = scenario;
        this.population = population;
        this.site = site;
        this.agenda = agenda;
        this.random = random;
        this.remembered = new int[Math.max(1, scenario.recipients() * REMEMBERED / 100 / MAILS_EACH)];
        this.between = Scenario.DAY.dividedBy(scenario.recipients());
    }

    static MailAddress parse(String address) {
        try {
            return new MailAddress(address);
        } catch (AddressException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    void start() {
        for (int i = 0; i < remembered.length; i++) {
            remembered[i] = colleague();
            site.resolver()
                    .remember(
                            parse(Population.addressOf(remembered[i])), Peers.nameOf(population.siteOf(remembered[i])));
        }
        agenda.in(between, () -> next(1));
    }

    private void next(int count) {
        Recipient unused = come(kind());
        if (count < scenario.recipients()) {
            agenda.in(between, () -> next(count + 1));
        }
    }

    /** So many guesses at once. */
    List<Recipient> burst(int count) {
        List<Recipient> guesses = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> guesses.add(come(Kind.UNKNOWN)));
        return guesses;
    }

    private Kind kind() {
        int drawn = random.nextInt(100);
        if (drawn < LOCAL) {
            return Kind.LOCAL;
        }
        if (drawn < LOCAL + REMEMBERED) {
            return Kind.REMEMBERED;
        }
        return drawn < LOCAL + REMEMBERED + FIRST ? Kind.FIRST : Kind.UNKNOWN;
    }

    private Recipient come(Kind kind) {
        int number =
                switch (kind) {
                    case LOCAL -> population.number(0, random.nextInt(population.each()));
                    case REMEMBERED -> remembered[random.nextInt(remembered.length)];
                    case FIRST -> random.nextInt(NEWCOMERS) == 0 ? newcomer() : colleague();
                    case UNKNOWN -> -1;
                };
        String address = number < 0
                ? "guess." + random.nextInt(Integer.MAX_VALUE) + '@' + Population.DOMAIN
                : Population.addressOf(number);
        Recipient recipient = new Recipient(kind, number);
        tally().add(recipient, address);
        MailAddress parsed = parse(address);
        boolean isThere = population.exists(number);
        tally().measure(recipient, () -> resolve(parsed).whenComplete((verdict, failure) -> {
            recipient.verdict = verdict.kind();
            recipient.isWronglyRefused = verdict.kind() == Verdict.Kind.NOBODY && isThere && population.exists(number);
        }));
        return recipient;
    }

    private Tally tally() {
        return site.tally();
    }

    // As at RCPT: what is known at once, else by the share of the client.
    private CompletionStage<Verdict> resolve(MailAddress address) {
        return site.resolver()
                .known(address)
                .<CompletionStage<Verdict>>map(CompletableFuture::completedStage)
                .orElseGet(() -> site.resolver().askFor(InetAddress.getLoopbackAddress(), address));
    }

    private int colleague() {
        int other = 1 + random.nextInt(scenario.size().sites() - 1);
        int number = population.number(other, random.nextInt(population.each()));
        return population.exists(number) ? number : colleague();
    }

    private int newcomer() {
        int changing = scenario.size().changing();
        int latest = changing == 0 ? -1 : population.latest(1 + random.nextInt(changing));
        return latest < 0 ? colleague() : latest;
    }
}

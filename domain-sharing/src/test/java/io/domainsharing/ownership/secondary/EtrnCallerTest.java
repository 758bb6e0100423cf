// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.peer.PeerState.Status;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.SmtpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R3")
class EtrnCallerTest {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final SmtpOutcome SILENCE = new NoAnswer(Reason.TIMEOUT, "no greeting within 10 s");

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final List<String> asked = new ArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private Function<String, CompletionStage<SmtpOutcome>> script = question -> answer(250, "2.0.0 ok");
    private EtrnCaller caller = caller(0.5, secondary("backup", "example.com"));

    @AfterEach
    void stop() {
        caller.close();
        timer.shutdownNow();
    }

    @Test
    void everyDomainShouldBeAskedForAtStartAndThenAgainAndAgain() {
        caller = caller(0.5, secondary("backup", "example.com", "example.org"), secondary("other", "example.com"));

        caller.start(() -> true);
        timer.advance(Duration.ofSeconds(1));

        assertThat(asked)
                .containsExactlyInAnyOrder("backup:25 example.com", "backup:25 example.org", "other:25 example.com");
        asked.clear();
        timer.advance(EVERY.minusSeconds(1));
        assertThat(asked).isEmpty();
        timer.advance(Duration.ofSeconds(1));
        assertThat(asked).hasSize(3);
    }

    @Test
    void nobodyShouldBeAskedBeforeThisServerCanTakeMail() {
        AtomicInteger looks = new AtomicInteger();

        caller.start(() -> looks.incrementAndGet() > 100);
        timer.advance(Duration.ofSeconds(19));
        assertThat(asked).isEmpty();
        timer.advance(Duration.ofSeconds(3));

        assertThat(asked).hasSize(1);
    }

    @Test
    void roundsShouldBeSpread() {
        caller = caller(0, secondary("early", "example.com"));
        caller.start(() -> true);
        timer.advance(EVERY.multipliedBy(9).dividedBy(10));
        assertThat(asked).as("10 % sooner").hasSize(2);

        asked.clear();
        caller.close();
        caller = caller(1, secondary("late", "example.com"));
        caller.start(() -> true);
        timer.advance(EVERY.multipliedBy(11).dividedBy(10));
        assertThat(asked).as("10 % and a second later").hasSize(1);
        timer.advance(Duration.ofSeconds(1));
        assertThat(asked).hasSize(2);
    }

    @Test
    void oneQuestionShouldWaitForTheOneBefore() {
        CompletableFuture<SmtpOutcome> first = new CompletableFuture<>();
        script = question -> question.endsWith("example.com") ? first : answer(251, "nothing");
        caller = caller(0.5, secondary("backup", "example.com", "example.org"));
        caller.start(() -> true);
        timer.advance(EVERY.multipliedBy(5));
        assertThat(asked).containsExactly("backup:25 example.com");

        first.complete(answer(250, "ok").toCompletableFuture().join());

        assertThat(asked).containsExactly("backup:25 example.com", "backup:25 example.org");
    }

    @Test
    void repliesShouldBeKept() {
        script = question -> question.endsWith("a.example")
                ? answer(253, "2.0.0 17 messages pending")
                : answer(459, "4.7.1 not you");
        caller = caller(0.5, secondary("backup", "a.example", "b.example"));

        callOnce();

        SecondaryState state = caller.states().get(0);
        assertThat(state.state().status()).isEqualTo(Status.UP);
        assertThat(state.calls())
                .extracting(SecondaryState.Call::code, SecondaryState.Call::text)
                .containsExactly(tuple(253, "253 2.0.0 17 messages pending"), tuple(459, "459 4.7.1 not you"));
        assertThat(state.calls().get(0).at()).isNotNull();
        assertThat(state.nextCall()).isAfter(clock.instant());
        assertThat(accepted).hasValue(1);
        assertThat(refused).hasValue(1);
    }

    @Test
    void nextHostShouldBeAskedWhereOneIsSilentAndKeptForTheOtherDomains() {
        script = question -> question.startsWith("dead") ? done(SILENCE) : answer(250, "ok");
        caller = caller(
                0.5,
                new Secondary(
                        List.of(HostAndPort.fromParts("dead", 25), HostAndPort.fromParts("alive", 2525)),
                        List.of(Domain.of("example.com"), Domain.of("example.org")),
                        List.of()));

        callOnce();

        assertThat(asked).containsExactly("dead:25 example.com", "alive:2525 example.com", "alive:2525 example.org");
        assertThat(caller.states().get(0).state().status()).isEqualTo(Status.UP);
    }

    @Test
    void silentSecondaryShouldBeAskedLessAndLessOftenAndOnceOnlyInARound() {
        script = question -> done(SILENCE);
        caller = caller(0.5, secondary("backup", "example.com", "example.org"));
        caller.start(() -> true);

        timer.advance(Duration.ofHours(1));

        // At 0, 5, 15, 30, 45 minutes, and so on.
        assertThat(asked).hasSize(5).allMatch(question -> question.endsWith("example.com"));
        SecondaryState state = caller.states().get(0);
        assertThat(state.state().status()).isEqualTo(Status.DOWN);
        assertThat(state.calls())
                .allSatisfy(call -> assertThat(call.text()).isEqualTo("no answer in time: no greeting within 10 s"));
        timer.advance(Duration.ofDays(1));
        assertThat(asked).hasSizeBetween(5 + 95, 5 + 97);
        assertThat(unanswered).hasValueGreaterThan(27);

        asked.clear();
        script = question -> answer(250, "ok");
        timer.advance(Duration.ofHours(1));
        assertThat(caller.states().get(0).state().status()).isEqualTo(Status.UP);
        asked.clear();
        timer.advance(Duration.ofMinutes(5));
        assertThat(asked).as("as often as before").hasSize(2);
    }

    @Test
    void secondaryThatWillNotBeAskedShouldBeDownAndAskedAsOften() {
        script = question -> done(new NoAnswer(Reason.REFUSED, "554 go away"));
        caller.start(() -> true);

        timer.advance(EVERY.multipliedBy(4).plusSeconds(2));

        assertThat(asked).hasSize(5);
        SecondaryState state = caller.states().get(0);
        assertThat(state.state().status()).isEqualTo(Status.DOWN);
        assertThat(state.calls().get(0).text()).isEqualTo("it refuses this server: 554 go away");
    }

    @Test
    void callsShouldGoOnWhenAQuestionThrows() {
        script = question -> {
            throw new IllegalStateException("bug");
        };
        caller.start(() -> true);

        timer.advance(EVERY.plusSeconds(2));

        assertThat(asked).hasSize(2);
    }

    @Test
    void secondaryShouldBeAskedByThisNodeOnceItIsItsTurn() {
        AtomicBoolean turn = new AtomicBoolean(true);
        caller.start(turn::get);
        timer.advance(Duration.ofSeconds(1));
        assertThat(asked).hasSize(1);

        turn.set(false);
        timer.advance(EVERY.multipliedBy(3));
        assertThat(asked).hasSize(1);

        turn.set(true);
        timer.advance(Duration.ofSeconds(1));
        assertThat(asked).hasSize(2);
    }

    private void callOnce() {
        caller.start(() -> true);
        timer.advance(Duration.ofSeconds(1));
    }

    private EtrnCaller caller(double random, Secondary... secondaries) {
        return new EtrnCaller(
                new Secondaries(List.of(secondaries)),
                EVERY,
                this::ask,
                clock,
                timer,
                () -> random,
                new EtrnListener() {
                    @Override
                    public void etrnAnswered(boolean isAccepted) {
                        (isAccepted ? accepted : refused).incrementAndGet();
                    }

                    @Override
                    public void etrnUnanswered() {
                        unanswered.incrementAndGet();
                    }
                });
    }

    private CompletionStage<SmtpOutcome> ask(SmtpServer server, SmtpCommand.Etrn question) {
        String text = server + " " + question.node();
        asked.add(text);
        return script.apply(text);
    }

    private static CompletionStage<SmtpOutcome> answer(int code, String text) {
        return done(new Answered(
                new SmtpReply(code, List.of(text)), InetSocketAddress.createUnresolved("backup", 25), Set.of()));
    }

    private static CompletionStage<SmtpOutcome> done(SmtpOutcome outcome) {
        return CompletableFuture.completedStage(outcome);
    }

    private static Secondary secondary(String host, String... domains) {
        return new Secondary(
                List.of(HostAndPort.fromParts(host, 25)),
                Stream.of(domains).map(Domain::of).toList(),
                List.of());
    }
}

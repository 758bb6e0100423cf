// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.digest.DigestRules.Word;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.james.core.MailAddress;

/**
 * One site asks another by Minger, with proofs, over the simulated network: three tries of a second, as the real client does. On the way
 * sits somebody who keeps answers and sends old ones. One thread.
 */
final class SimulatedMinger implements PeerLookup {
    private static final int TRIES = 3;
    private static final Duration TRY = Duration.ofSeconds(1);

    private final int from;
    private final int to;
    private final VirtualTimer timer;
    private final Surroundings around;

    /**
     * What is not of one site alone.
     *
     * @param replays old answers, sent again
     * @param spoken how often digests have said what
     */
    record Surroundings(
            Agenda agenda,
            Network network,
            Random random,
            ProofKeys keys,
            Function<Integer, Site> sites,
            Replays replays,
            Map<Word, Long> spoken,
            Defect defect) {}

    /** An answer on the wire. */
    record Answer(MingerStatus status, Proof proof) {}

    SimulatedMinger(int from, int to, VirtualTimer timer, Surroundings around) {
        this.from = from;
        this.to = to;
        this.timer = timer;
        this.around = around;
    }

    @Override
    public CompletionStage<PeerAnswer> ask(MailAddress address) {
        Question question = new Question(address);
        question.ask(1);
        return question.answer;
    }

    private final class Question {
        private final MailAddress address;
        private final Mailbox mailbox;
        private final Nonce nonce;
        private final CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();

        Question(MailAddress address) {
            this.address = address;
            this.mailbox = Mailbox.parse(address.asString());
            byte[] octets = new byte[16];
            around.random().nextBytes(octets);
            this.nonce = new Nonce(HexFormat.of().formatHex(octets));
        }

        void ask(int number) {
            if (answer.isDone()) {
                return;
            }
            around.network().send(from, to, this::arrived);
            around.replays().old(to, address).ifPresent(old -> around.network().send(to, from, () -> read(old)));
            Future<?> unused = timer.schedule(
                    () -> {
                        if (number < TRIES) {
                            ask(number + 1);
                        } else {
                            answer.complete(silence());
                        }
                    },
                    TRY.toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        private PeerAnswer silence() {
            return around.defect() == Defect.SILENCE_AS_NO
                    ? new PeerAnswer.Unknown()
                    : new NoAnswer(Reason.TIMEOUT, TRIES + " tries");
        }

        private void arrived() {
            Site.Running server = around.sites().apply(to).process();
            if (server != null && server.timer().isStill()) {
                server.timer().execute(this::arrived);
                return;
            }
            around.sites().apply(to).status(address).ifPresent(status -> {
                Answer said = new Answer(status, around.keys().ofAnswer(mailbox, status, nonce));
                around.replays().keep(to, address, said);
                around.network().send(to, from, () -> read(said));
            });
        }

        private void read(Answer said) {
            if (timer.isStill()) {
                timer.execute(() -> read(said));
                return;
            }
            boolean isMine = said.proof().nonce().equals(nonce) || around.defect() == Defect.EXPIRED_NONCE;
            if (!timer.isShutdown() && isMine && around.keys().proveAnswer(mailbox, said.status(), said.proof())) {
                answer.complete(answer(said.status()));
            }
        }

        private PeerAnswer answer(MingerStatus status) {
            return switch (status) {
                case EXISTS -> new PeerAnswer.Accepts();
                case EXISTS_BUT_CANNOT_RECEIVE -> new PeerAnswer.NotNow();
                case DOES_NOT_EXIST -> new PeerAnswer.Unknown();
                case ACCESS_DENIED, BAD_CREDENTIALS, INVALID_REQUEST -> new NoAnswer(Reason.REFUSED, status.toString());
            };
        }
    }
}

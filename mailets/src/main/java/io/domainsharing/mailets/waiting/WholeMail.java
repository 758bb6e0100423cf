// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Reads held mail as it was put into the repository. A James with PostgreSQL (seen in 3.9.0) gives some mail without any of its attributes:
 * such connections of its pool as were opened before the extension {@code hstore} was there, which James makes at its first start, never
 * learn to read them. So what comes without its state is read again, by several connections at once. Thread-safe; blocks.
 */
final class WholeMail {
    /** James's pool has ten to fifteen, and gives the one that was used last. */
    private static final int AT_ONCE = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MailRepository repository;

    WholeMail(MailRepository repository) {
        this.repository = repository;
    }

    /** Null: there is no such mail. One without a {@link HeldState}: it is there, and what it bore cannot be read now. */
    @Nullable
    Mail read(String key) throws MessagingException {
        MailKey asKey = new MailKey(key);
        Mail first = repository.retrieve(asKey);
        return first == null || isWhole(first) ? first : again(first, asKey);
    }

    private static boolean isWhole(Mail mail) {
        return HeldState.of(mail).isPresent();
    }

    private Mail again(Mail first, MailKey key) {
        List<Mail> others = Objects.requireNonNull(Flux.range(0, AT_ONCE)
                .flatMap(
                        number -> Mono.fromCallable(() -> repository.retrieve(key))
                                .subscribeOn(Schedulers.boundedElastic())
                                .onErrorComplete(),
                        AT_ONCE)
                .take(PATIENCE)
                .collectList()
                .block());
        Mail best = others.stream().filter(WholeMail::isWhole).findFirst().orElse(first);
        others.stream().filter(mail -> mail != best).forEach(LifecycleUtil::dispose);
        if (best != first) {
            LifecycleUtil.dispose(first);
        }
        return best;
    }
}

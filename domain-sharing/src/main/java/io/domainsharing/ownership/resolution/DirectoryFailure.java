// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a failing local directory: a missing answer to whoever asked, one log line a minute to the operator. Thread-safe. */
final class DirectoryFailure {
    static final String WHO = "local directory";

    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryFailure.class);

    private static final int LONGEST_REASON = 500;

    private final LogLimit limit;
    private final ResolverListener listener;

    DirectoryFailure(Clock clock, ResolverListener listener) {
        this.limit = new LogLimit(clock);
        this.listener = listener;
    }

    Verdict undetermined(DirectoryUnavailableException failure) {
        listener.directoryUnavailable();
        limit.run(leftOut ->
                LOGGER.warn("The local directory cannot answer: addresses are undetermined (451) meanwhile", failure));
        // The message may quote the address, which came from outside.
        String reason = Escaped.of(String.valueOf(failure.getMessage()), LONGEST_REASON);
        return new Verdict.Undetermined(List.of(new MissingAnswer(WHO, reason, false)));
    }
}

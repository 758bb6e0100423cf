// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the digest up to date with single addresses that may have come or gone, without waiting for the next scan. Thread-safe; never
 * blocks.
 */
public final class OwnChanges {
    private static final Logger LOGGER = LoggerFactory.getLogger(OwnChanges.class);

    private final LocalDirectory directory;
    private final OwnDigest digest;
    private final Executor background;
    private volatile Runnable scanSoon = () -> {};

    /** @param background reads James's repositories */
    public OwnChanges(LocalDirectory directory, OwnDigest digest, Executor background) {
        this.directory = directory;
        this.digest = digest;
        this.background = background;
    }

    /** Has the task run behind each change that is told; it must not block. */
    public void onChange(Runnable task) {
        scanSoon = task;
    }

    /** Something has changed, in whatever way. */
    public void somethingChanged() {
        scanSoon.run();
    }

    /** Looks that address up, soon. */
    public void lookAt(MailAddress address) {
        try {
            background.execute(() -> look(address));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("{} is looked up with the next scan", address);
        }
    }

    private void look(MailAddress address) {
        try {
            digest.correct(
                    CanonicalAddress.of(address), directory.exact(address).isPresent());
        } catch (DirectoryUnavailableException e) {
            LOGGER.debug("{} is looked up with the next scan", address, e);
        }
    }
}

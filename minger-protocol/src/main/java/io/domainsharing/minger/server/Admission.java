// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.Digest;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Secret;
import java.net.InetAddress;
import java.util.Optional;

/** Who may ask: first the network, then the credentials (draft-hathcock-minger-06, section 3). */
final class Admission {
    private final MingerResponderConfiguration configuration;

    Admission(MingerResponderConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The status that refuses the query, if one does. */
    Optional<MingerStatus> refusal(InetAddress source, MingerQuery query) {
        if (!configuration.allowed().test(source)) {
            return Optional.of(MingerStatus.ACCESS_DENIED);
        }
        return hasCredentials(query) ? Optional.empty() : Optional.of(MingerStatus.BAD_CREDENTIALS);
    }

    /** All secrets are compared, whichever fits, so that the time tells nothing. */
    private boolean hasCredentials(MingerQuery query) {
        Digest digest = query.digest();
        if (digest == null) {
            return configuration.anonymous();
        }
        boolean right = false;
        for (Secret secret : configuration.secrets()) {
            right |= Digest.of(secret, query.mailbox()).equals(digest);
        }
        return right;
    }
}

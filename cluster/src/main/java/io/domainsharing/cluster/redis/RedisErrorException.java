// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster.redis;

import java.io.IOException;

/** Redis has answered, and refuses. The connection can go on. */
final class RedisErrorException extends IOException {
    private static final long serialVersionUID = 1L;

    RedisErrorException(String message) {
        super(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.io.IOException;

/** What the nodes share cannot be read or written now. The message says where it is kept, and why not. */
public final class StateUnavailableException extends IOException {
    public StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

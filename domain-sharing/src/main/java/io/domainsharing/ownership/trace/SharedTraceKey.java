// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import com.google.common.io.BaseEncoding;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The {@link TraceKey} that all nodes of a site have, so that each takes the lines of the others for its own: the key of the node
 * that came first. Stateless; blocks.
 */
public final class SharedTraceKey {
    private static final StateKey KEY = StateKey.only(StateKind.TRACE_KEY);

    private SharedTraceKey() {}

    /**
     * The key of the site; that of this node where there is none yet.
     *
     * @param folder of this node's own key, as {@link TraceKeyFile} has it
     * @throws UncheckedIOException it cannot be read or written, or is damaged: the start must fail; the message names the remedy
     */
    public static TraceKey open(Path folder, SharedState state) {
        String own = BaseEncoding.base64().encode(TraceKeyFile.open(folder).octets());
        try {
            boolean unused = state.putIfAbsent(KEY, StateValue.lasting(own));
            return TraceKey.of(BaseEncoding.base64().decode(state.get(KEY).orElse(own)));
        } catch (StateUnavailableException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw unusable("it is damaged. Remove its row: the next start makes another", new IOException(e));
        }
    }

    private static UncheckedIOException unusable(String problem, IOException cause) {
        return new UncheckedIOException(
                "The key with which the nodes of this site sign their trace lines cannot be used: " + problem, cause);
    }
}

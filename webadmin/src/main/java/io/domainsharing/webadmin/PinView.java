// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.pin.Pin;
import org.jspecify.annotations.Nullable;

/**
 * A pin, as JSON.
 *
 * @param peer a peer's name, or here
 * @param until when it ends, ISO 8601; absent: when it is removed
 * @param counts whether it is obeyed; not while its peer is removed, or does not share the domain
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PinView(String address, String peer, @Nullable String until, boolean counts) {
    static PinView of(Pin pin, boolean counts) {
        return new PinView(
                pin.address().value(),
                pin.owner().value(),
                pin.end().map(Object::toString).orElse(null),
                counts);
    }
}

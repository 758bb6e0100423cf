// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.remote.WebAdmin;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.ownership.PeerName;

/** Whether two offices hear each other, as far as a running server here can tell. Blocks its caller. */
record BothWays(WebAdmin webAdmin, Screen screen) {
    /** Has the server ask the peer, and tells whether the peer has asked it. */
    void show(PeerName own, PeerName peer) {
        Answer asked = webAdmin.test(peer.value());
        if (!(asked instanceof Done done)) {
            screen.line(
                    "James here does not know " + peer + " yet: start it, or start it again, and then test both ways:");
            screen.line("  domain-sharing peers test " + peer + "     here");
            screen.line("  domain-sharing peers test " + own + "     at " + peer);
            return;
        }
        screen.line(own + " asks " + peer + ": "
                + (done.body().path("alive").asBoolean()
                        ? "answered"
                        : "no, " + done.body().path("detail").asText()));
        if (webAdmin.peer(peer.value()) instanceof Done view) {
            JsonNode code = view.body().path("lastAskedUs").path("code");
            screen.line(peer + " asks " + own + ": "
                    + (code.isInt()
                            ? code.asInt() > 2 ? "answered" : "refused, with code " + code.asInt()
                            : "not since James started here. At " + peer + ": domain-sharing peers test " + own));
        }
    }
}

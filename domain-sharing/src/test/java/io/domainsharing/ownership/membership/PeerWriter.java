// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.NodeName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;

/** A process that adds peers until it is killed, and says one octet for each. */
final class PeerWriter {
    private PeerWriter() {}

    /** Arguments: the folder, the round, which is in the names of its peers. */
    public static void main(String[] arguments) throws Exception {
        PeerRegistry peers = PeerRegistry.load(
                new ConfiguredPeers(List.of(), List.of(), new NodeName("paris")), Path.of(arguments[0]));
        peers.start();
        try (FileOutputStream said = new FileOutputStream(FileDescriptor.out)) {
            for (int i = 0; i < 10_000; i++) {
                peers.put(InMemoryPeers.peer("round" + arguments[1] + "-" + i), Kept.NOTHING, false);
                said.write('.');
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/** A process that writes owners until it is killed, and says one octet for every commit. */
final class StoreWriter {
    static final int PER_COMMIT = 500;

    private StoreWriter() {}

    /** Arguments: the folder, the round, which is also the time of its entries. */
    public static void main(String[] arguments) throws IOException {
        int round = Integer.parseInt(arguments[1]);
        Random random = new Random(round);
        OwnerStore store = OwnerStore.open(Path.of(arguments[0]), Clock.systemUTC(), (address, owner) -> {});
        store.setRetentionMillis(0);
        try (FileOutputStream said = new FileOutputStream(FileDescriptor.out)) {
            for (int commit = 0; commit < 100_000; commit++) {
                store.put("round" + round + "-" + commit + "@example.com", new StoredOwner("tokyo", round));
                for (int i = 0; i < PER_COMMIT; i++) {
                    store.put("user" + random.nextInt(20_000) + "@example.com", new StoredOwner("tokyo", round));
                }
                store.commit();
                store.compact();
                said.write('.');
            }
        }
    }
}

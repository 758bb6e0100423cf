// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.disk.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The peers that came at run time, added by an operator or found by MX, on disk: {@code peers.xml} beside the owner cache, in
 * the words of {@code <peers>} of {@code domainsharing.xml} (docs/adr/0009-peers-at-run-time.md). Holds secrets, so only the
 * account of the server may read it. Used by one thread at a time; blocks.
 */
final class PeerStore implements PeerStorage {
    static final String FILE = "peers.xml";

    private final WholeFile file;

    PeerStore(Path folder) {
        this.file = new WholeFile(folder, FILE);
    }

    /** {@inheritDoc} No file means no peers. */
    @Override
    public StoredPeers load() {
        if (file.isMissing()) {
            return StoredPeers.NOTHING;
        }
        byte[] octets = readAll();
        try {
            return PeersXml.read(octets);
        } catch (IOException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] readAll() {
        try {
            return file.read();
        } catch (IOException e) {
            throw unusable("cannot be read: " + e, e);
        }
    }

    private UncheckedIOException unusable(String problem, IOException cause) {
        return new UncheckedIOException(
                file + ", which holds the peers added at run time: " + problem
                        + ". Mend it (it is written like <peers> in "
                        + BadConfigurationException.FILE
                        + "), or move it away and add these peers again through WebAdmin",
                cause);
    }

    @Override
    public StoredPeers begin(StoredPeers loaded) {
        return loaded;
    }

    /** {@inheritDoc} Nobody else writes it. */
    @Override
    public StoredPeers read(StoredPeers last) {
        return last;
    }

    /** {@inheritDoc} Which mail is kept is nothing that a restart remembers. */
    @Override
    public boolean save(StoredPeers before, StoredPeers next) throws IOException {
        write(next.withoutKept());
        return true;
    }

    private void write(StoredPeers content) throws IOException {
        try {
            file.write(out -> toXml(content, out));
        } catch (IOException e) {
            throw new IOException(file + " cannot be written", e);
        }
    }

    private static void toXml(StoredPeers content, OutputStream out) throws IOException {
        try {
            PeersXml.write(content, out);
        } catch (ConfigurationException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Set<PeerName> othersFiles() {
        return Set.of();
    }

    @Override
    public boolean isShared() {
        return false;
    }
}

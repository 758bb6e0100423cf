// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The signing peers of a server that is alone: {@code signing-peers.txt} beside the owner cache, a line for each with name, mark and
 * time. Used by one thread at a time; blocks.
 */
final class SigningFile implements SigningStorage {
    static final String NAME = "signing-peers.txt";

    private final WholeFile file;

    SigningFile(Path folder) {
        this.file = new WholeFile(folder, NAME);
    }

    /** {@inheritDoc} No file means none. */
    @Override
    public List<SigningPeer> load() {
        List<SigningPeer> peers = new ArrayList<>();
        try {
            for (String line :
                    new String(file.read(), StandardCharsets.UTF_8).lines().toList()) {
                peers.add(parse(line));
            }
            return peers;
        } catch (IOException e) {
            throw unusable("cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw unusable("line " + (peers.size() + 1) + " is damaged: " + e.getMessage(), new IOException(e));
        }
    }

    /** {@inheritDoc} Nobody else writes them. */
    @Override
    public List<SigningPeer> read(List<SigningPeer> last) {
        return last;
    }

    @Override
    public void put(SigningPeer peer, List<SigningPeer> all) throws IOException {
        write(all);
    }

    @Override
    public void remove(SigningPeer peer, List<SigningPeer> all) throws IOException {
        write(all);
    }

    /** Takes the place of what the file has. */
    void write(List<SigningPeer> peers) throws IOException {
        byte[] octets = peers.stream()
                .map(peer -> peer.name() + " " + peer.words() + '\n')
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        file.write(out -> out.write(octets));
    }

    private static SigningPeer parse(String line) {
        int space = line.indexOf(' ');
        return SigningPeer.of(new PeerName(line.substring(0, Math.max(0, space))), line.substring(space + 1));
    }

    private UncheckedIOException unusable(String problem, IOException cause) {
        return new UncheckedIOException(
                file + ", which tells which peers prove their answers: " + problem
                        + ". Mend it, or move it away: each peer then proves its answers from its next proven one on",
                cause);
    }
}

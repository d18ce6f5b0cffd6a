package io.tocsin.delivery.jdbc.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Selects the connections to one of several hosts that the pool must replace. The driver moves a connection to the next host as
 * soon as its link fails or its node reports that it was cut off from the cluster (1047); a new one would start with the first
 * host again, which may be that very node, since it still accepts connections.
 */
final class MovedConnections implements SQLExceptionOverride {

    private static final String LINK_FAILURE = "08S01";

    /**
     * The answer of a node that is cut off to a read that must wait for the others. The driver does not move on from it. No
     * lock is waited for so long: the driver's own limit is shorter.
     */
    private static final int WAITED_TOO_LONG = 1205;

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException fault) {
        if (fault.getErrorCode() == WAITED_TOO_LONG) {
            return SQLExceptionOverride.Override.MUST_EVICT;
        }
        return LINK_FAILURE.equals(fault.getSQLState())
                ? SQLExceptionOverride.Override.DO_NOT_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}

package io.tocsin.logs;

import io.tocsin.backing.ElasticsearchServer.Version;

class Elasticsearch8IT extends LogPagesContract {

    Elasticsearch8IT() {
        super(Version.V8);
    }
}

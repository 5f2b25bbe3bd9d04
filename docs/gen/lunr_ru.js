/* The language file of the search: Russian and English words, in any form, found by any form. */
(function (lunr) {
  "use strict";
  var lemmas = Object.create(null);
  var packed = __FORMS__;
  Object.keys(packed).forEach(function (lemma) {
    lemmas[lemma] = lemma;
    packed[lemma].forEach(function (form) { lemmas[form] = lemma; });
  });
  var CYRILLIC = /[а-яё]/;
  var EDGE = /^[^0-9a-zа-яё]+|[^0-9a-zа-яё]+$/g;

  /* Endings of words that the site does not have, so that a guess is better than nothing. */
  var ENDING = /(иями|ями|ами|иях|ях|ах|ого|его|ому|ему|ыми|ими|ый|ий|ой|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|им|ом|ем|ов|ев|ей|ам|ям|а|я|о|е|ы|и|у|ю|ь|й)$/;

  function stem(word) {
    word = word.toLowerCase().replace(/ё/g, "е").replace(EDGE, "");
    if (!CYRILLIC.test(word)) return lunr.stemmer(new lunr.Token(word, {})).toString();
    return lemmas[word] || (word.length > 4 ? word.replace(ENDING, "") : word);
  }

  lunr.ru = function () {
    this.pipeline.reset();
    this.pipeline.add(lunr.ru.trimmer, lunr.ru.stemmer);
    this.searchPipeline.reset();
    this.searchPipeline.add(lunr.ru.stemmer);
  };
  lunr.ru.trimmer = function (token) { return token.update(function (s) { return s.replace(EDGE, ""); }); };
  lunr.ru.stemmer = function (token) { return token.update(stem); };
  lunr.ru.stopWordFilter = function (token) { return token; };
  lunr.Pipeline.registerFunction(lunr.ru.trimmer, "trimmer-ru");
  lunr.Pipeline.registerFunction(lunr.ru.stemmer, "stemmer-ru");
  lunr.Pipeline.registerFunction(lunr.ru.stopWordFilter, "stopWordFilter-ru");

  /* The theme adds "*" to each word, and a word with "*" is not stemmed: stem it here, where all queries pass. */
  var parse = lunr.QueryParser.prototype.parse;
  lunr.QueryParser.prototype.parse = function () {
    var query = parse.apply(this, arguments);
    query.clauses.forEach(function (clause) {
      var open = clause.term.length > 1 && clause.term.slice(-1) === "*" && clause.term.charAt(0) !== "*";
      if (open) clause.term = stem(clause.term.slice(0, -1)) + "*";
    });
    return query;
  };

  /* A word that the site has is meant as it is; any other is the beginning of one. */
  var query = lunr.Index.prototype.query;
  lunr.Index.prototype.query = function (build) {
    var index = this;
    return query.call(index, function (q) {
      build.call(q, q);
      q.clauses.forEach(function (clause) {
        var word = clause.term.slice(0, -1);
        if (clause.term.slice(-1) === "*" && word in index.invertedIndex) {
          clause.term = word;
          clause.usePipeline = false;
        }
      });
    });
  };
})(self.lunr);

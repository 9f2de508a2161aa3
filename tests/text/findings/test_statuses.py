"""What the rules say of mentions in sentences of our own; [[ ]] stand around the mention."""

import pytest

from studio.text.findings.engine import engine_for
from studio.text.findings.finding import Status

SENTENCES: dict[Status, str] = {
    "present": """
        pas moyen de dormir avec cette [[toux]]
        le doliprane fait rien contre ma [[migraine]]
        j'ai toujours [[mal]] malgré les médocs
        on m'a dit que c'était pas grave mais la [[douleur]] revient
        je vomis pas mais j'ai la [[diarrhée]]
        mal de gorge mais pas de fievre, [[nez bouché]]
        [[fievre]] depuis 3j pas de toux
        Le malade a de la [[fièvre]], pas de frissons.
        Apyrétique ce matin ; hier soir [[frissons]].
        Pas de fièvre, et pourtant des [[frissons]].
        Pas de fièvre, le patient se plaint toujours de [[lombalgies]].
        Pas de globe mais [[dysurie]].
        Une [[fibroscopie]] a été faite.
        Pas de réponse aux [[triptans]].
        [[Paracétamol]] sans efficacité.
        Augmentation du [[bisoprolol]].
        Reprise de l'[[aspirine]] hier.
        A oublié son [[Lovenox]].
        Contraception : [[pilule]].
        Alcool : jamais ; [[cannabis]] : quotidien.
        Pas d'alcool. [[Tabac]] : 1 paquet par jour.
        Tabac : non, [[alcool]] : oui.
        Sa fille, présente, décrit une [[désorientation]].
        Vit chez ses parents, [[tabac]] 10 cig/j.
        Accompagné de son père ; [[entorse]] de cheville.
        Le conjoint rapporte des [[ronflements]].
        Sa mère confirme la [[chute]].
        mon bébé a des [[boutons]]
        ma fille a une [[toux]] grasse
        [[Malaise]] sans PC ni prodrome.
        Vendredi dernier, [[malaise]] sans PC.
        Il y a 48 h, [[chute]] de sa hauteur.
        Il y a trois jours, apparition d'une [[éruption]] prurigineuse.
        Opérée en 2015 d'un fibrome, elle consulte pour [[ménorragies]].
        Diabétique depuis 20 ans, [[neuropathie]] depuis 2 ans.
        Cancer diagnostiqué il y a 3 mois, en cours de [[chimiothérapie]].
        Suites d'AVC : [[hémiparésie]] séquellaire droite.
        Depuis son AVC de 2018, il garde une [[hémiparésie]].
        IDE : patient [[confus]], a arraché sa perfusion
        pt douloureux EVA 7, [[agité]]
        BU : leuco ++, [[nitrites]] +
        TA 18/10, [[céphalées]], acouphènes. Pas de flou visuel.
        Transfert pour prise en charge d'un [[sepsis]] urinaire.
        J3 post-op, [[iléus]] persistant.
        Entrée pour [[décompensation cardiaque]] sur écart de régime.
        Sous AVK : [[épistaxis]] ce matin.
        La [[sensibilité]] est conservée.
        Pouls perçus, [[souffle]] carotidien gauche.
        Il persiste une [[hypoesthésie]] du pied gauche.
        Les antalgiques de palier 2 restent sans effet sur la [[douleur]].
        L'évolution est marquée par l'absence d'amélioration des [[paresthésies]].
        Merci de recevoir M. X pour une [[dysphagie]] évoluant depuis deux mois.
        Pas de fièvre, [[céphalées]] intenses.
        Ni fièvre ni frissons mais une [[toux]] sèche.
        Aucune fièvre, cependant le patient décrit des [[sueurs]] nocturnes.
        Pas de fièvre en dehors d'une [[fébricule]] ce matin.
        Examen sans particularité hormis un [[souffle]] systolique.
        Aucun symptôme à l'exception d'une [[dyspnée]] d'effort.
        Il y a pas mal de [[douleur]].
        Le patient a pas mal de [[fièvre]] depuis hier.
        Pas seulement des [[nausées]], aussi des vomissements.
        On note une [[asthénie]] non négligeable.
        Il a sans aucun doute une [[sinusite]].
        Il n'a que de la [[fièvre]].
        Elle ne présente qu'une légère [[toux]].
        Pas d'amélioration de la [[douleur]] sous paracétamol.
        Pas d'amélioration de la douleur sous [[paracétamol]].
        La [[céphalée]] n'a pas cédé au paracétamol.
        La céphalée n'a pas cédé au [[paracétamol]].
        Ce [[mal de tête]] ne passe pas.
        Les [[vomissements]] ne diminuent pas.
        [[HTA]] non contrôlée.
        [[Hypothyroïdie]] non traitée.
        [[Diabète]] mal équilibré.
        On ne peut nier une [[perte de poids]].
        Les crises ne surviennent jamais sans [[aura]].
        ATCD d'infarctus, consulte pour [[douleur thoracique]].
        [[Traumatisme crânien]] il y a deux jours.
        [[Chute]] hier.
        Sans antécédent particulier, présente une [[fièvre]].
        Pas d'antécédent notable. [[Céphalées]] depuis deux jours.
        La mère rapporte une [[fièvre]] chez l'enfant.
        Selon son épouse, il a eu une [[perte de connaissance]].
        Sa femme signale une [[confusion]] depuis hier.
        Sa mère est migraineuse. Elle présente une [[photophobie]].
        fièvre -, RDN -, [[vomissements]] +
        jai [[mal a la tete]] et pas de fievre
        Céphalées sans fièvre, avec [[photophobie]].
        [[Céphalées]] sans fièvre.
        Le patient ne se plaint pas de fièvre et présente des [[céphalées]].
        Malgré l'absence de fièvre, le patient a des [[frissons]].
        Bien qu'il n'ait pas de fièvre, les [[frissons]] persistent.
        Patient traité par [[apixaban]] pour une FA.
        Patient traité par apixaban pour une [[FA]].
        N'a pas pris son [[anticoagulant]] ce matin.
        [[Scanner cérébral]] réalisé ce jour, normal.
        Cancer du sein sous [[chimiothérapie]] depuis 2023.
        [[Migraine]] connue depuis l'adolescence.
        Patient diabétique connu, se plaint de [[polyurie]].
        [[HTA]] depuis 2010 traitée par amlodipine.
        Récidive de [[migraine]] ce matin.
        Douleur sans irradiation, [[sueurs]] profuses.
        Pas de facteur déclenchant à la [[douleur]].
        Fièvre sans point d'appel, [[toux]] grasse.
        Lasègue positif à droite, [[Babinski]] positif.
        [[Raideur de nuque]] présente.
        Le patient dit avoir de la [[fièvre]].
        Je confirme la [[grossesse]].
        Elle vomit depuis hier, sa mère est inquiète, elle a de la [[fièvre]].
        Pas de déficit, en revanche [[raideur]] nette.
        Fièvre ? oui. [[Toux]] ? oui.
        Le patient, qui n'a pas de fièvre, décrit une [[diplopie]].
        TDM : pas d'hémorragie, [[fracture]] de l'os temporal.
        Douleur non soulagée par la [[morphine]].
        [[Douleur]] non soulagée par la morphine.
        Arrivée en ambulance. [[Agitation]] +++
        La [[douleur]] n'est pas calmée par les antalgiques.
        [[Céphalée]] ne répondant pas au paracétamol.
        Céphalée ne répondant pas au [[paracétamol]].
        La [[toux]] n'a pas régressé malgré les antibiotiques.
        [[Plaie]] non cicatrisée.
        [[Fracture]] non déplacée du radius.
        [[Anémie]] non explorée à ce jour.
        [[Carcinome]] non à petites cellules.
        [[Lymphome]] non hodgkinien.
        [[Pneumopathie]] sans germe retrouvé.
        [[Angor]] non stabilisé.
        Il ne s'agit pas seulement d'une [[angine]].
        Ce n'est pas la première [[crise]] qu'il fait.
        La [[fièvre]] n'est toujours pas tombée.
        Les [[douleurs]] n'ont fait que s'aggraver.
        La [[dyspnée]] ne s'améliore guère.
        Les [[nausées]] ne le quittent plus.
        Il n'a pas eu que de la [[fièvre]].
        [[Diarrhée]] sans glaires ni sang.
        On ne compte plus les [[crises]].
        Il n'en reste pas moins une [[douleur]] résiduelle.
        [[Insuffisance rénale]] sans étiologie retrouvée.
        Le patient n'avait jamais eu de [[douleur]] aussi intense.
        Jamais une [[céphalée]] n'avait été aussi forte.
        Pas un jour sans [[migraine]].
        Il n'y a pas de nuit sans [[douleur]].
        La présence d'une [[embolie]] ne fait aucun doute.
        Nul doute qu'il s'agit d'une [[sciatique]].
        Il n'est pas contestable qu'il existe une [[démence]].
        Le diagnostic de [[méningite]] ne fait pas de doute.
        Le patient ne nie pas sa [[consommation d'alcool]].
        On ne peut ignorer cette [[perte de poids]].
        Elle n'est pas sans [[fièvre]] ce matin.
        Impossible de passer à côté de cet [[ictère]].
        Il n'est pas indemne de [[lésions]].
        Patient non apyrétique, [[frissons]] en cours d'examen.
        L'absence de fièvre n'exclut pas l'infection : [[CRP]] à 120.
        Hospitalisé il y a cinq jours pour [[pancréatite]].
        Antécédent de migraine. Ce jour, [[céphalée]] inhabituelle.
        Patient connu pour une [[BPCO]].
        Suivi pour une [[polyarthrite]] depuis 2012.
        Fait suite à sa césarienne il y a 3 jours, [[céphalées]].
        Vit avec sa mère. [[Démence]] évoluée.
        Femme de 30 ans, mère de deux enfants, consulte pour [[asthénie]].
        Son frère étant décédé d'un AVC, il s'inquiète pour ses [[céphalées]].
        Contrairement à son frère, il est [[asthmatique]].
        Comme sa mère, elle est [[migraineuse]].
        Adressée par sa fille pour [[chutes]] à répétition.
        Sa fille a remarqué des [[troubles de mémoire]].
        Son mari décrit des [[apnées]] nocturnes.
        Ses proches signalent une [[irritabilité]].
        D'après la famille, [[confusion]] depuis trois jours.
        Trouvé par son voisin, [[inconscient]].
        L'épouse a constaté une [[asymétrie faciale]].
        Les parents ont noté une [[éruption]] ce matin.
        Maman inquiète car [[fièvre]] depuis hier.
        La maman explique que bébé [[vomit]] tout.
        Sa mère trouve qu'il est [[somnolent]].
        Ramené par son fils pour [[agitation]].
        Interrogatoire de la fille : [[chute]] cette nuit.
        Témoin : son collègue a vu des [[mouvements tonico-cloniques]].
        Pas de fièvre. [[Toux]] grasse.
        Pas de fièvre ; [[toux]] grasse.
        Sans fièvre (37,1), [[céphalées]] frontales.
        Pas de toux, la [[gorge]] est rouge.
        Pas de vertige, il décrit une [[instabilité]].
        Pas de diarrhée : [[constipation]] au contraire.
        Pas d'OMI, [[crépitants]] aux deux bases.
        N'a pas mangé à cause des [[nausées]].
        Ne dort pas à cause de la [[douleur]].
        Ne peut pas marcher en raison d'une [[sciatique]].
        Pas venu travailler suite à une [[gastro-entérite]].
        Pas de traitement pour son [[hypertension]].
        Non fumeur, [[hypertendu]].
        Absence de fièvre chez un patient [[immunodéprimé]].
        Pas de fièvre sous [[corticoïdes]].
        Pas de saignement sous [[anticoagulant]].
        Il ne mange plus et [[vomit]].
        Ne supporte plus la lumière, [[photophobie]] majeure.
        Aucun soulagement avec le [[tramadol]].
        Pas d'effet du [[tramadol]].
        Refuse l'hospitalisation malgré une [[angine de poitrine]].
        [[céphalées]] ++ pas de fievre
        j'arrive pas à dormir tellement j'ai [[mal]]
        j'en peux plus de ces [[migraines]]
        ça fait 3 jours que j'ai pas arrêté de [[vomir]]
        il arrête pas de [[tousser]]
        elle a pas arrêté de [[vomir]] cette nuit
        on m'a trouvé une [[tension]] élevée
        on m'a diagnostiqué une [[SEP]] le mois dernier
        La [[constipation]] n'est pas soulagée par les laxatifs.
        [[Ulcère]] ne cicatrisant pas.
        Le patient n'a pas récupéré de son [[hémiplégie]].
        Les [[acouphènes]] n'ont jamais disparu.
        La [[paralysie]] n'a pas récupéré.
        Pas de diminution des [[œdèmes]] malgré les diurétiques.
        Pas de diminution des œdèmes malgré les [[diurétiques]].
        Absence de réponse au [[méthotrexate]].
        Aucune amélioration de son [[eczéma]].
        Sans amélioration des [[vertiges]].
        N'a pas arrêté le [[tabac]].
        Elle n'a pas interrompu son [[traitement antiépileptique]].
        On ne peut que constater l'[[amaigrissement]].
        [[Douleurs]] pas toujours calmées par le repos.
        Le [[prurit]] ne cède qu'aux antihistaminiques.
        Il n'y a pas que la [[fatigue]].
        Ce n'est pas seulement de l'[[anxiété]], il est aussi déprimé.
        Une [[splénomégalie]] pas si discrète que ça.
        Pas de doute sur le diagnostic de [[zona]].
        Pas moins de trois [[crises]] cette semaine.
        Pas peu fier, mais avec une [[entorse]] du genou.
        Le [[diabète]] n'est pas équilibré.
        [[Insuffisance cardiaque]] non décompensée.
        [[HTA]] non connue jusqu'alors, découverte ce jour.
        Sans surprise, une [[anémie]] est retrouvée.
        Non sans mal, on obtient l'aveu d'une [[consommation d'alcool]].
        [[Grossesse]] non désirée.
        [[Grippe]] non compliquée.
        [[Mélanome]] non opérable.
        [[Asthme]] sans facteur allergique retrouvé.
        Tabac : 20 PA, non sevré. [[BPCO]] stade 2.
        La [[tumeur]] n'a pas été opérée.
        [[Sepsis]] sans porte d'entrée retrouvée.
        [[Douleur abdominale]] sans défense.
        Le patient ne tolère pas la [[metformine]].
        Patiente n'ayant jamais consulté pour ses [[migraines]].
        Pas d'hospitalisation récente malgré une [[insuffisance respiratoire]] sévère.
        N'est pas venu à son rendez-vous, [[diabète]] déséquilibré.
        N'a rien dit de sa [[dépression]] à ses proches.
        Pas d'insuline ce matin : [[hyperglycémie]] à 4 g.
        Sa mère l'amène pour [[otite]].
        Son épouse nous apprend qu'il [[ronfle]].
        Les voisins l'ont trouvée [[confuse]].
        Maman rapporte une [[diarrhée]] depuis 48 h.
        Papa a remarqué un [[strabisme]].
        Aidant familial épuisé, patient [[dément]].
        Il est père de famille et [[hypertendu]].
        Femme enceinte accompagnée de sa sœur pour [[contractions]].
        L'accompagnant décrit une [[perte de contact]].
        Selon les pompiers, [[perte de connaissance]] de 5 min.
        Sa mère, très inquiète, rapporte des [[vomissements]] en jet.
        Contexte familial difficile, [[dépression]] sévère.
        Père absent, enfant [[anxieux]].
        Antécédents : migraine. Motif : [[vertiges]].
        Pas d'antécédent. [[HTA]] découverte ce jour.
        Opéré hier d'une [[fracture]] du col.
        Depuis deux ans, [[lombalgies]] chroniques.
        [[Lombalgies]] évoluant depuis 2019.
        Récemment, [[chute]] dans l'escalier.
        La semaine dernière, [[malaise]] au travail.
        A vomi trois fois cette nuit, [[vomissements]] bilieux.
        Sous [[Eliquis]] depuis 2020.
        Traitement : [[bisoprolol]], ramipril.
        Pas de fièvre mais [[toux]] et rhinorrhée.
        Pas de fièvre mais toux et [[rhinorrhée]].
        Hormis une [[fatigue]], tout va bien.
        Aucune plainte si ce n'est une [[gêne]] au genou.
        Tout est normal à part une [[anémie]] discrète.
        Pas d'AEG, [[appétit]] conservé.
        Sans traitement, [[diabète]] déséquilibré.
        Apyrétique mais [[frissons]].
        Pas d'albumine, [[leucocytes]] ++ à la BU.
        fièvre : oui ; [[toux]] : oui
        [[Toux]] (+)
        présence d'une [[masse]]
        [[Vertige]] positionnel typique
        CRP à 250, [[hyperleucocytose]]
    """,
    "absent": """
        j'ai mal partout mais pas de [[fièvre]]
        fievre depuis 3j pas de [[toux]]
        Sans fièvre, sans frissons, sans [[altération de l'état général]].
        Sans [[fièvre]], sans frissons, sans altération de l'état général.
        Aucun des deux parents ne [[fume]].
        Il ne présente à ce jour ni signe de rechute ni [[métastase]].
        Il ne présente à ce jour ni signe de [[rechute]] ni métastase.
        Ne [[tousse]] pas.
        Elle ne tousse pas, ne [[crache]] pas.
        Absence de [[globe]] à la palpation.
        [[Fibroscopie]] refusée par le patient.
        Non vacciné contre la [[grippe]].
        Aucun traitement [[anticoagulant]].
        [[Aspirine]] arrêtée il y a une semaine.
        Contraception : pas de [[pilule]].
        N'a jamais pris la [[pilule]].
        N'a jamais [[fumé]].
        [[Alcool]] : jamais.
        Tabac : non, [[alcool]] : non.
        Allergie : 0. [[Tabac]] : 0.
        [[Allergies]] : aucune connue
        Pas d'[[allergie]] connue.
        Aucun antécédent familial de [[glaucome]].
        Pas de cas de [[tuberculose]] dans l'entourage.
        Le conjoint ne rapporte pas de [[ronflements]].
        Sa fille n'a pas noté de [[désorientation]].
        Vendredi dernier, malaise sans [[PC]].
        selles : non ; [[vomissements]] : non
        pt stable, pas d'O2, pas de [[désaturation]]
        Vu ce jour. [[Dyspnée]] 0. Toux 0.
        douleur 0/10, pas de [[nausées]]
        BU : leuco -, [[nitrites]] -
        EFR : pas de [[trouble ventilatoire]].
        Pas de flou visuel ni [[acouphènes]] ce jour.
        TA 18/10, céphalées. Pas de [[flou visuel]] ni acouphènes.
        RAS sur le plan cardio, pas de [[douleur thoracique]].
        J3 post-op, pas d'[[iléus]].
        Les [[réflexes]] sont abolis.
        Ganglions non palpables, pas d'[[hépatomégalie]].
        Les pouls sont perçus, sans [[souffle]] vasculaire.
        L'auscultation cardiaque ne révèle pas de [[souffle]].
        Cher confrère, je n'ai pas retrouvé d'[[adénopathie]] cervicale chez votre patient.
        Pas de [[fièvre]], nausées ou vomissements.
        Pas de fièvre, nausées ou [[vomissements]].
        Pas de fièvre, [[nausées]] ou vomissements.
        Absence de fièvre et de [[raideur de nuque]].
        Absence de fièvre, de photophobie et de [[vomissements]].
        Le patient n'a ni fièvre ni [[frissons]].
        Ni [[fièvre]], ni frissons, ni toux.
        Le scanner élimine une [[hémorragie]].
        L'IRM a permis d'éliminer une [[thrombose veineuse cérébrale]].
        [[Méningite]] éliminée par la ponction lombaire.
        Une [[embolie pulmonaire]] a été écartée.
        Il nie toute [[consommation d'alcool]].
        La patiente dément une [[grossesse]].
        Patient réfutant toute [[fièvre]].
        Indemne de [[cardiopathie]].
        Patient exempt de [[facteur de risque]].
        [[Babinski]] négatif.
        [[Troponine]] revenue négative.
        Les [[céphalées]] ont disparu.
        [[Douleur thoracique]] résolue.
        Il n'a plus de [[fièvre]].
        Depuis hier, plus de [[fièvre]].
        La recherche de [[BK]] est négative.
        Pas d'antécédent d'[[épilepsie]].
        Sans antécédent de [[cancer]].
        Sa mère dit qu'il n'a pas de [[fièvre]].
        Pas d'antécédent familial de [[migraine]].
        Il ne s'est jamais plaint de [[céphalées]].
        Elle n'a jamais eu de [[convulsions]].
        [[fièvre]] -, RDN -, vomissements +
        fièvre -, [[RDN]] -, vomissements +
        [[fièvre]] : non
        [[Fièvre]] 0
        ø [[fièvre]]
        pas [[fièvre]]
        PAS DE [[FIEVRE]], PAS DE RAIDEUR
        j ai pas de [[fievre]]
        jai pas [[mal au ventre]]
        g pas de [[fievre]]
        il a pas vomi, pas [[mal a la tete]]
        Céphalées sans [[fièvre]], avec photophobie.
        La patiente n'est pas [[enceinte]].
        Il ne [[vomit]] pas.
        Ne [[fume]] pas.
        On ne retrouve pas de [[déficit moteur]].
        Il n'y a pas d'argument pour une [[méningite]].
        Pas d'argument en faveur d'une [[méningite]].
        Aucun signe évocateur de [[méningite]].
        L'examen n'évoque pas une [[méningite]].
        Pas de [[déficit]] sensitif ou moteur.
        Ne prend pas d'[[anticoagulant]].
        Pas d'[[aspirine]] ni d'anticoagulant.
        Pas d'aspirine ni d'[[anticoagulant]].
        [[Ponction lombaire]] non faite.
        Pas de récidive de la [[fièvre]].
        Absence de [[récidive]].
        Douleur sans [[irradiation]], sueurs profuses.
        Abdomen souple, sans [[défense]] ni contracture.
        Abdomen souple, sans défense ni [[contracture]].
        Pas de notion de [[traumatisme]].
        Conscient, orienté, pas de [[signe de focalisation]].
        [[Kernig]] et Brudzinski négatifs.
        Kernig et [[Brudzinski]] négatifs.
        [[Raideur de nuque]] absente.
        La [[fièvre]] est absente.
        [[Fièvre]] et frissons absents.
        Le patient dit ne pas avoir de [[fièvre]].
        dit n'avoir jamais eu de [[crise]]
        Aucun cas de [[cancer]] dans la famille.
        pas de gros soucis, pas de [[vertige]] non plus
        non, pas de [[nausées]]
        [[Fièvre]] ? non.
        Patient apyrétique, eupnéique, sans [[cyanose]].
        TDM : pas d'[[hémorragie]], pas de fracture.
        Négatif pour [[COVID]].
        aucune notion de [[contage]]
        La [[fièvre]] a cédé sous paracétamol.
        Les [[vomissements]] ont cessé.
        [[Fièvre]] jamais objectivée.
        [[Signe de Babinski]] non retrouvé.
        [[Adénopathies]] : aucune.
        [[Allergie]] : néant.
        [[Œdèmes]] des membres inférieurs : 0.
        L'hypothèse d'une [[méningite]] a été écartée.
        Le diagnostic d'[[appendicite]] n'a pas été retenu.
        Une [[grossesse]] a été formellement exclue.
        Quant à la [[fièvre]], elle est absente.
        Des [[nausées]], il n'en a pas.
        De la [[fièvre]], elle n'en a jamais eu.
        [[Métastases]] non visualisées au scanner.
        Les [[convulsions]] ne se sont pas reproduites.
        [[Toux]] et expectorations niées par le patient.
        Aucune des [[lésions]] n'est retrouvée.
        La [[dyspnée]] s'est complètement amendée.
        [[Thrombose]] infirmée par le doppler.
        Le scanner revient sans [[lésion]].
        On n'observe aucun [[trouble du rythme]].
        Absence totale de [[déficit]].
        Le patient est libre de toute [[douleur]].
        Pas le moindre [[déficit]].
        Nulle trace d'[[hémorragie]].
        Disparition complète des [[douleurs]].
        En l'absence de [[fièvre]], pas d'antibiotique.
        À aucun moment le patient n'a présenté de [[fièvre]].
        Le patient n'a à aucun moment [[convulsé]].
        Il n'a ni bu ni pris de [[drogue]].
        Elle ne rapporte pas non plus de [[vertiges]].
        Son épouse n'a pas constaté de [[convulsions]].
        Les parents nient toute [[fièvre]].
        La mère n'a pas remarqué de [[fièvre]].
        La famille ne signale aucun [[trouble du comportement]].
        j'ai jamais eu de [[phlébite]]
        g pa 2 [[fievre]]
        aucun [[vomissement]], rien
        j'ai pas mal au ventre ni de [[diarrhée]]
        y'a pas de [[sang]] dans les selles
        La recherche de [[toxiques]] est revenue négative.
        [[Toxiques]] urinaires négatifs.
        On élimine un [[glaucome aigu]].
        Le doppler écarte une [[thrombose]].
        L'examen infirme la [[luxation]].
        Tout [[saignement]] est nié.
        Aucune [[lésion]] n'est visible.
        [[Souffle]] : absent.
        [[Ictère]] (-)
        [[Nausées]] 0, vomissements 0
        Nausées 0, [[vomissements]] 0
        Fièvre -, [[toux]] -, dyspnée +
        Fièvre, frissons, [[sueurs]] : non
        Fièvre ni [[frissons]].
        Ni fièvre, ni [[frissons]] rapportés.
        sans [[fièvre]] ni frissons
        Apyrétique, pas de [[marbrures]], pas de frissons.
        Pas d'AVC ni d'[[AIT]] connus.
        Pas d'antécédents cardiovasculaires ni de [[diabète]].
        Aucune allergie, aucun [[tabagisme]].
        n'a ni [[toux]] ni expectoration
        ne prend ni aspirine ni [[anticoagulants]]
        il ne boit ni ne [[fume]]
        Dépistage du [[VIH]] négatif.
        Patient non [[diabétique]].
        Patiente non [[enceinte]].
        n'est pas connu [[épileptique]]
        n'est ni [[confus]] ni agité
        [[Confusion]] non, désorientation non
        Pas d'argument clinique pour une [[phlébite]].
        Rien à l'examen qui évoque une [[méningite]].
        Il n'est pas retrouvé de [[thrombus]].
        Il n'a pas été mis en évidence de [[fracture]].
        Absence d'[[épanchement]] pleural ou péricardique.
        Absence d'épanchement pleural ou [[péricardique]].
        Absence de fièvre, de toux et de [[dyspnée]].
        Absence de fièvre, toux et [[dyspnée]].
        Nie fièvre, frissons, [[toux]].
        Nie toute prise de [[cocaïne]].
        Aucun signe de [[gravité]], pas de purpura.
        plus aucune [[douleur]] depuis hier
        La [[fièvre]] est tombée hier.
        L'[[œdème]] s'est résorbé.
        Résolution complète de l'[[éruption]].
        Apyrexie obtenue, plus de [[frissons]].
        TDM sans [[hémorragie]] ni processus expansif.
        TDM sans hémorragie ni [[processus expansif]].
        Pas de sang dans les urines, pas de [[brûlures]].
        La patiente n'a présenté aucune [[complication]].
        Le scanner ne montre pas d'[[embolie]].
        Le scanner ne montre ni saignement ni [[fracture]].
        Jamais de [[crise]] depuis l'introduction du Keppra.
        Aucun antécédent de [[phlébite]] ni d'embolie.
        pas d'atcd de [[tc]]
        bb sans [[fievre]]
        sans [[TC]] ni PC
        RAS, pas [[PC]]
        [[PC]] -
        TC sans [[PCI]]
        Ø [[ATCD]]
        0 [[allergie]]
        le patient dit qu'il ne [[fume]] pas
        Elle affirme ne pas être [[enceinte]].
        Il réfute avoir pris de la [[drogue]].
        Je n'ai ni [[nausées]] ni vomissements.
        j'ai pas vu de [[sang]]
        ça [[saigne]] pas
        je suis pas [[enceinte]]
    """,
    "uncertain": """
        Envisager une [[fibroscopie]].
        Sous AVK : risque [[hémorragique]] élevé.
        Tolérance à surveiller : [[hypotension]], malaise.
        Consigne : revenir si [[fièvre]] > 38,5.
        En cas de récidive de la [[douleur]], reconsulter.
        Craignant une [[perforation]], le chirurgien l'a opéré.
        IRM demandée à la recherche de [[plaques]].
        Le patient évoque la possibilité d'un [[malaise]].
        Tant que l'[[infection]] n'est pas exclue, poursuivre l'antibiothérapie.
        Dans l'éventualité d'une [[grossesse]], arrêter le traitement.
        DD : [[goutte]] / arthrite septique
        Sd méningé ? [[purpura]] ?
        [[Fracture]] ? Radio demandée.
        La [[rupture]] tendineuse semble peu probable.
        Faible probabilité d'[[embolie pulmonaire]].
        Pas certain qu'il s'agisse d'une [[épilepsie]].
        L'aspect n'est pas typique mais une [[endométriose]] reste envisageable.
        La possibilité d'un [[sarcome]] ne peut être écartée à ce stade.
        Une [[origine psychogène]] n'est pas à exclure.
        Ce tableau me fait évoquer une [[polyneuropathie]].
        Je vous l'adresse afin d'éliminer une [[cause tumorale]].
        Un [[AVC]] ne peut être exclu.
        L'examen ne permet pas d'écarter une [[méningite]].
        Le scanner normal n'élimine pas une [[hémorragie méningée]].
        Il n'est pas exclu que le patient ait fait une [[crise d'épilepsie]].
        Il a sans doute une [[sinusite]].
        [[AVC]] possible.
        Probable [[pyélonéphrite]].
        Suspicion d'[[appendicite]].
        [[Méningite]] ?
        Tableau évoquant une [[méningite]].
        [[Hémorragie méningée]] à éliminer.
        r/o [[AVC]]
        Il semble avoir de la [[fièvre]].
        Peut-être une [[migraine]].
        [[Fièvre]] ou pas ?
        Si [[fièvre]], consulter.
        En cas de [[fièvre]] ou de vomissements, consulter.
        En cas de fièvre ou de [[vomissements]], consulter.
        Risque d'[[hémorragie]].
        Crainte d'une [[rechute]].
        Recherche de [[BK]] en cours.
        Je ne sais pas si j'ai de la [[fièvre]].
        La [[fièvre]] n'a pas été recherchée.
        [[IRM]] prévue demain.
        Le patient pense avoir eu de la [[fièvre]].
        pourrait être une [[grippe]]
        on discute un [[lupus]] ou une sarcoïdose
        on discute un lupus ou une [[sarcoïdose]]
        Diagnostic différentiel : [[AIT]], migraine avec aura.
        [[AIT]] vs migraine avec aura.
        [[COVID]] en attente
        à surveiller : [[fièvre]], confusion
        Revenir si [[vomissements]] ou somnolence.
        Revenir si vomissements ou [[somnolence]].
        S'il présente une [[confusion]], appeler le 15.
        Une [[embolie pulmonaire]] n'est pas formellement éliminée.
        L'absence de fièvre n'exclut pas une [[infection]].
        Une absence de signe de localisation n'écarte pas un [[AVC]].
        On ne peut pas affirmer l'absence de [[fracture]].
        On ne peut affirmer une [[fracture]].
        Aucun élément ne permet d'affirmer ou d'infirmer une [[appendicite]].
        [[Fracture]] non exclue.
        Une origine [[tumorale]] ne peut pas être éliminée.
        [[Pneumopathie]] difficile à exclure.
        Image douteuse de [[fracture]].
        [[Phlébite]] à confirmer par un doppler.
        Faisant redouter une [[perforation]].
        Il faut éliminer une [[grossesse extra-utérine]].
        Je suspecte une [[borréliose]].
        [[Goutte]] probable, acide urique demandé.
        Diagnostic incertain entre [[goutte]] et chondrocalcinose.
        S'agit-il d'une [[sclérose en plaques]] ?
        Faut-il craindre une [[récidive]] ?
        Question d'une [[épilepsie]].
        Symptomatologie compatible avec une [[colique néphrétique]].
        Tout porte à croire qu'il s'agit d'un [[zona]].
        L'hypothèse la plus vraisemblable est celle d'un [[lupus]].
        [[Lupus]] à discuter.
        On s'oriente vers une [[maladie de Crohn]].
        Aspect en faveur d'un [[méningiome]].
        Possibilité d'une [[listériose]].
        Forte présomption de [[tuberculose]].
        [[Tuberculose]] présumée, BK crachats en cours.
        Doute sur une [[luxation]].
        Ne semble pas avoir de [[fièvre]].
        Je ne crois pas qu'il ait de [[fièvre]].
        Le patient ne sait pas s'il a eu une [[perte de connaissance]].
        Il ignore s'il est [[diabétique]].
        [[Allergie]] non précisée.
        Dépister un [[diabète gestationnel]].
        Un [[anévrisme]] reste possible.
        Un [[anévrisme]] est à rechercher.
        Possiblement [[enceinte]].
        Il y aurait eu une [[perte de connaissance]].
        Aurait présenté une [[convulsion]] selon les témoins.
        A eu je crois une [[phlébite]].
        On n'écarte pas une [[thrombose]].
        Le bilan n'a pas permis de trancher entre une [[migraine]] et un AIT.
        L'[[épilepsie]] n'est pas certaine.
        j'ai peut-être de la [[fièvre]] mais j'ai pas de thermomètre
        c'est ptet une [[gastro]]
        j'ai peur de faire un [[AVC]]
        est-ce que c'est un [[cancer]] ?
        [[Sinusite]] ??
        ?[[pyélonéphrite]]
        Fracture du scaphoïde ? [[entorse]] ?
        Adressé pour suspicion clinique de [[TVP]].
        Tableau compatible avec une [[mononucléose]].
        évocateur d'une [[sciatique]]
        [[Covid]] suspecté
        à type de [[migraine]] probable
        vraisemblable [[virose]]
        On évoque une [[GEA]].
        Une [[GEA]] est évoquée.
        Je pense à une [[colopathie]].
        [[Colopathie]] ou intolérance au lactose ?
        Éliminer une [[torsion]].
        IRM afin d'éliminer un [[neurinome]].
        Scanner à la recherche d'une [[hémorragie]].
        Surveillance de l'apparition d'un [[hématome]].
        Prévenir si [[convulsion]].
        À réévaluer si persistance de la [[douleur]].
        Au moindre [[saignement]], revenir.
        Le risque de [[rechute]] est élevé.
        Sous réserve d'une [[récidive]].
        [[Grossesse]] à exclure avant la radio.
        Hypothèse : [[drépanocytose]].
        [[Allergie]] à la pénicilline douteuse.
        Il dit avoir peut-être perdu [[connaissance]].
        Semble [[confus]].
        Paraît [[déshydraté]].
        Apparemment pas de [[fièvre]].
        Probablement pas de [[fracture]].
        On ne peut pas éliminer formellement un [[abcès]].
        Sans pouvoir exclure une [[ischémie]].
        [[Ischémie]] non formellement exclue.
        Impossible d'éliminer une [[ischémie]].
        Le doute persiste sur une [[ischémie]].
        L'imagerie ne tranche pas entre [[abcès]] et tumeur.
        Prévoir une [[coloscopie]].
        [[Biopsie]] à programmer.
        En attente d'une [[IRM]].
        Indication d'une [[splénectomie]] à discuter.
        si jamais j'ai de la [[fièvre]] je fais quoi
        je me demande si c'est pas un [[cancer]]
        ça ressemble à un [[zona]]
        on dirait une [[allergie]]
        mon médecin pense à une [[polyarthrite]]
    """,
    "history": """
        [[Toxicomanie]] ancienne, sevrée.
        Ancien [[alcoolisme]] sevré.
        Il a eu les [[oreillons]] à 8 ans.
        J'ai fait une [[phlébite]] quand j'étais enceinte de mon premier.
        Elle avait été traitée pour une [[toxoplasmose]] pendant sa première grossesse.
        Antécédent d'[[ulcère]] gastrique, éradiqué.
        L'intéressé a été suivi plusieurs années pour une [[dépression]], à présent résolue.
        Déjà hospitalisé pour [[pyélonéphrite]] en 2021.
        Épisode similaire de [[colique]] il y a deux ans.
        ATCDs perso : [[embolie pulmonaire]] 2018 sous Xarelto
        Pas d'ATCD notable sauf une [[appendicectomie]] en 1990.
        ATCD : 0 sf [[appendicectomie]]
        AP : [[appendicectomie]], fracture poignet D
        Antécédents : [[HTA]], diabète.
        Antécédents : HTA, [[diabète]].
        ATCD : [[appendicectomie]] 1998.
        ATCD d'[[infarctus]].
        [[Infarctus]] il y a 10 ans.
        [[Phlébite]] en 2015.
        [[Convulsions]] dans l'enfance.
        Ancien [[tabagisme]].
        Opéré d'une [[hernie inguinale]].
        [[Traumatisme crânien]] il y a quinze ans.
        [[Chimiothérapie]] terminée en 2018.
        Il a eu une [[pneumonie]] l'année dernière.
        En 2012, il a présenté un [[AVC]].
        A déjà fait une [[embolie pulmonaire]].
        Séquelles d'[[AVC]].
        grossesse antérieure compliquée de [[prééclampsie]] en 2017
        Il a été traité dans le passé pour une [[dépression]].
        [[Dépression]] traitée il y a 6 ans.
        Elle a fait deux [[fausses couches]] avant 2010.
        [[Fausse couche]] en mars 2018.
        Ménopausée, [[hystérectomie]] en 2005.
        [[Tabagisme]] sevré en 2012.
        Ancien [[fumeur]].
        [[Asthme]] de l'enfance.
        Suivi jusqu'en 2016 pour une [[maladie de Basedow]].
        Antécédents médicaux : migraine, [[dyslipidémie]]. Chirurgicaux : appendicectomie.
        Antécédents médicaux : migraine. Chirurgicaux : [[appendicectomie]].
        ATCD: HTA - DT2 - [[AOMI]]
        ATCD chir : [[cholécystectomie]]
        On retient dans ses antécédents un [[infarctus]] stenté.
        Son passé médical comporte une [[tuberculose]].
        Il avait eu une [[méningite]] à l'âge de six ans.
        Patient aux antécédents de [[colique néphrétique]].
        Porteur d'une cicatrice de [[césarienne]] ancienne.
        Elle garde le souvenir d'un [[accident]] en 1998.
        [[Épilepsie]] autrefois traitée par valproate.
        quand il était petit il a eu une [[coqueluche]]
        j'ai été opérée de l'[[appendicite]] il y a longtemps
        [[Cancer du sein]] en rémission depuis 2015.
        Lors de sa grossesse précédente, elle avait eu une [[phlébite]].
        [[Cancer du col]] traité par curiethérapie en 2009.
        G2P1, une [[césarienne]] en 2017.
        Il y a une dizaine d'années, [[fracture]] du poignet.
        [[TC]] en 2009 sans séquelle.
        Un épisode de [[pancréatite]] il y a trois ans.
        Hospitalisé il y a cinq ans pour [[pancréatite]].
        Appendicectomie et [[amygdalectomie]] dans l'enfance.
        Notion de [[TC]] il y a 4 ans.
        [[IDM]] 2009 stenté.
        [[IDM]] (2009)
        [[Cholécystectomie]] en 06/2011.
        Antécédent chirurgical : [[PTH]] droite.
        ATCD : RAA, [[coqueluche]], rougeole
        ATCD médicaux : [[asthme]]
        Dans les antécédents, on note une [[pleurésie]].
        A présenté une [[phlébite]] en 2016.
        Jadis [[alcoolique]].
        Ex-[[fumeur]].
        A été opérée d'un [[kyste ovarien]].
        Elle a déjà eu une [[GEU]].
        A eu la [[varicelle]] enfant.
        [[Paludisme]] contracté en 2003 au Mali.
        Exposition ancienne à l'[[amiante]].
        Il y a vingt ans, il a été traité pour une [[tuberculose]].
        Antérieurement traité par [[lithium]].
        [[Dépression]] en 1999, aujourd'hui guérie.
        j'ai déjà fait une [[crise]] comme ça y a 3 ans
        j'ai eu un [[accident]] de moto en 2005
        Séquelle d'une [[poliomyélite]].
        Patient aux lourds antécédents : [[pontage]], AOMI.
        Status post [[AVC]] sylvien.
    """,
    "family": """
        Père : IDM à 45 ans, mère : [[HTA]]
        ATCD fam.: [[AVC]] mère
        mon frère est mort d'une [[leucémie]]
        Deuil récent de son mari, décédé d'un [[infarctus]].
        Elle a perdu sa mère d'un [[cancer de l'ovaire]].
        Sa sœur jumelle est [[épileptique]].
        Le grand-père paternel avait une [[maladie de Parkinson]].
        Notion familiale de [[polypes]].
        Antécédent de [[mort subite]] chez un frère de 30 ans.
        Mère : [[migraine]].
        Sa mère est décédée d'un [[AVC]].
        Antécédents familiaux de [[cancer du sein]].
        [[Cancer du côlon]] chez le père.
        Son frère a un [[diabète]] de type 1.
        Hérédité : [[HTA]] maternelle.
        Notion de [[glaucome]] chez une tante.
        frère décédé de [[mort subite]]
        cousin [[épileptique]]
        Il y a des cas de [[migraine]] dans la famille.
        [[Thrombose]] chez une sœur.
        Son père et son oncle ont eu un [[infarctus]].
        Père mort d'[[infarctus]] à 50 ans.
        ATCD familiaux : [[HTA]] (père), diabète (mère).
        ATCD familiaux : HTA (père), [[diabète]] (mère).
        Sa grand-mère maternelle souffrait de [[maladie d'Alzheimer]].
        Terrain familial [[allergique]].
        Une cousine [[asthmatique]].
        [[BRCA1]] muté chez la mère et la tante.
        Plusieurs membres de sa famille souffrent de [[migraine]].
        mon père a fait un [[AVC]] à 60 ans
        dans ma famille on est tous [[migraineux]]
        ma sœur a eu un [[anévrisme]]
        Le conjoint est [[séropositif]].
        Son fils de 3 ans a une [[varicelle]].
        Décès du père par [[cancer du poumon]].
        Mère diabétique, père [[hypertendu]].
        Parents : [[HTA]].
        [[Migraine]] (mère).
        Son mari a été opéré d'un [[cancer]].
        Pas de diabète personnel, mais un père [[diabétique]].
        Hémochromatose familiale, frère porteur de la [[mutation]].
        Le père est [[hypertendu]].
        Sœur suivie pour une [[thyroïdite]].
        ATCD fam : [[cancer du sein]] chez la grand-mère
        Oncle paternel décédé d'une [[rupture d'anévrisme]].
        Côté maternel : [[glaucome]].
        Famille : [[diabète]], HTA.
        Hérédité [[coronarienne]] chez le père.
        Ses deux sœurs ont une [[endométriose]].
        Un frère [[schizophrène]].
        Deux cousins [[hémophiles]].
        [[Polykystose]] familiale (mère, grand-père).
        Sa mère aurait eu une [[phlébite]].
        ma mère est [[diabétique]]
        ma grand mère a eu [[alzheimer]]
        papa a fait un [[infarctus]]
        y a du [[diabète]] dans la famille
        Sa compagne a la [[gale]].
        Son bébé a une [[bronchiolite]].
        Un collègue a la [[grippe]].
        Fils de parents [[consanguins]].
    """,
}


@pytest.mark.parametrize("status", SENTENCES)
def test_status_of_the_mention(status: Status) -> None:
    lines = [line.strip() for line in SENTENCES[status].splitlines() if line.strip()]
    assert [(line, said) for line in lines if (said := _said(line)) != status] == []


def _said(marked: str) -> Status:
    before, mention, after = marked.replace("]]", "[[").split("[[")
    return engine_for().judge(before + mention + after, len(before), len(before + mention)).status
